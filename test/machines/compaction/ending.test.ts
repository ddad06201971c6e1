/**
 * Goal: an end needs a new marker or a whole and quiet composer. Method: readings of two screens, one
 * with the live line and one without, and the instants at which the end is seen.
 */
import { expect, it } from 'vitest';
import { endOf, quietFrom } from '../../../machines/compaction/ending.ts';
import { profiles } from '../../../machines/compaction/profiles.ts';
import { readScreen } from '../../../machines/compaction/reading.ts';

const rule = '─'.repeat(40);
const framed = ['', rule, '❯ ', rule];
const read = (rows: readonly string[]) =>
  readScreen(
    { rows, columns: 60, cursor: { row: 0, column: 0 }, alternate: false },
    profiles.claude,
  );
const nothing = { before: null, quietSinceMs: null, markerSinceMs: null };

function endsAt(before: readonly string[], after: readonly string[]): string {
  const seen = quietFrom(nothing, read(before), 0);
  const reading = read(after);
  const memory = { ...quietFrom(seen, reading, 1_000), reading };
  for (const atMs of [1_119, 1_120, 1_999, 2_000, 3_999, 4_000, 1_000_000]) {
    const end = endOf(memory, atMs);
    if (end) return `${end.reason} ${atMs}`;
  }
  return 'never';
}

const line = '✻ Compacting conversation… (1s)';
const marker = '✻ Conversation compacted (ctrl+o for history)';

it.each([
  ['a new marker', ['● a', line, ...framed], [marker, ...framed], 'end_marker 1120'],
  [
    'an old marker',
    [marker, '● a', line, ...framed],
    [marker, '● a', ...framed],
    'quiet_composer 2000',
  ],
  ['a newer marker', [marker, '● a', line, ...framed], [marker, ...framed], 'end_marker 1120'],
  ['a quiet composer', ['● a', line, ...framed], ['● a', ...framed], 'quiet_composer 2000'],
  ['other work', ['● a', line, ...framed], ['● a', '✻ Thinking… (1s)', ...framed], 'never'],
  ['a lone prompt', ['● a', line, ...framed], ['● a', '', '❯ '], 'never'],
  ['a bare prompt as before', ['● a', line, '', '❯ '], ['● a', '', '❯ '], 'quiet_composer 4000'],
  [
    'a bare prompt where a frame was',
    ['● a', line, ...framed],
    ['● a', '', '❯ ', '', '  ? for shortcuts'],
    'never',
  ],
  ['only a bare prompt is left', ['● a', line, '', '❯ '], ['❯ '], 'never'],
  ['the line again', ['● a', line, ...framed], ['● a', line, ...framed], 'never'],
  ['nothing at all', ['● a', line, ...framed], [''], 'never'],
])('%s', (_, before, after, end) => {
  expect(endsAt(before, after)).toBe(end);
});
