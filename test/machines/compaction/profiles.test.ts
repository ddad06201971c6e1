/**
 * Goal: the profiles hold the facts that real screens show. Method: each fact, drawn above the
 * composer of its program, is found; and no rule of one is another's live line.
 */
import { expect, it } from 'vitest';
import { profileIds, profiles } from '../../../machines/compaction/profiles.ts';
import { readScreen } from '../../../machines/compaction/reading.ts';

const rule = '─'.repeat(60);
const bottoms = {
  claude: ['', rule, '❯ ', rule],
  codex: ['', '› Ask Codex to do anything', '', '  97% context left'],
  gemini: ['', rule, ' >   Type your message', rule],
  generic: ['', rule, '> ', rule],
} as const;
const read = (cli: keyof typeof bottoms, ...rows: readonly string[]) =>
  readScreen(
    {
      rows: [...rows, ...bottoms[cli]],
      columns: 80,
      cursor: { row: 0, column: 0 },
      alternate: false,
    },
    profiles[cli],
  );

it('are named after themselves', () => {
  for (const id of profileIds) expect(profiles[id].id).toBe(id);
});

it.each([
  ...[...'·✢*✶✻✽✳●'].map((glyph) => ['claude', `${glyph} Compacting conversation…`] as const),
  ['codex', '• Compacting context (13s • esc to interrupt)'],
  ['codex', '◦ Compacting context'],
  ...[...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'].map((glyph) => ['gemini', `${glyph} Compressing chat history`] as const),
] as const)('%s: %s is live', (cli, row) => {
  expect(read(cli, 'history', '', row).sight).toBe('live');
});

it.each([
  ['claude', '✻ Conversation compacted (ctrl+o for history)'],
  ['claude', '  ⎿  Compacted (ctrl+o to see full summary)'],
  ['codex', '• Context compacted'],
  ['codex', '• Context compacted · 23s'],
  ['codex', '• Context compacted · 1m 23s'],
  ['gemini', '✦ Chat history compressed from 90123 to 4321 tokens.'],
  ['gemini', '✦ Compression was not beneficial for this history size.'],
  ['gemini', '✦ Could not compress chat history due to a token counting error.'],
  ['gemini', '✦ Nothing to compress.'],
  ['gemini', '✦ Chat history compression did not reduce size. This may indicate issues.'],
] as const)('%s: %s is an end', (cli, row) => {
  const { markers, sight } = read(cli, row);
  expect(markers).toHaveLength(1);
  expect(sight).toBe('absent');
});

it.each([
  ['claude', '● Conversation compacted is what it says'],
  ['codex', '• Context compacted is what it says'],
  ['gemini', '✦ Nothing to compress. I looked.'],
] as const)('%s: %s is no end', (cli, row) => {
  expect(read(cli, row).markers).toEqual([]);
});

it('agree on no live line', () => {
  for (const cli of ['claude', 'codex', 'gemini'] as const) {
    const own = profiles[cli].live.map(({ glyphs, phrase }) => `${[...glyphs][0]} ${phrase} (1s)`);
    for (const other of ['claude', 'codex', 'gemini'] as const) {
      const sights = own.map((row) => read(other, row).sight);
      expect(sights.every((sight) => (sight === 'live') === (cli === other))).toBe(true);
    }
  }
});
