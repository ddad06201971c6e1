/**
 * Goal: what belongs to the live block is passed over, and nothing else. Method: rows of each kind,
 * alone and in their places.
 */
import { expect, it } from 'vitest';
import { begins, readBetween } from '../../../machines/compaction/between.ts';
import { profiles } from '../../../machines/compaction/profiles.ts';

const read = (
  rows: readonly string[],
  attached = true,
  cli: 'claude' | 'codex' = 'claude',
  indent = 0,
) => readBetween(rows, { from: 0, to: rows.length, columns: 80, attached, indent }, profiles[cli]);

it.each([
  [['', '']],
  [['  ⎿  whatever hangs from the line', '     and goes on']],
  [['', '  ⎿  Tip: after a blank row', '     wrapped']],
  [['', '  ☐ a task', '  ☒ another one, of which the text', '    is wrapped']],
  [['', '❯ queued', '  and its second row']],
  [['', `${' '.repeat(45)}a notice at the right`]],
  [['', `${' '.repeat(32)}a notice as far left as one may begin`]],
  [['─'.repeat(40)]],
])('passes over %j', (rows) => {
  expect(read(rows)).toEqual({ clear: true, companion: null });
});

it.each([
  [['', '  prose that hangs from nothing']],
  [['● history']],
  [['', '✻ Worked for 3m 23s']],
  [['─ Worked for 2m 07s ─────────────────────']],
  [['  ⎿  Interrupted · What should Claude do instead?']],
  [['', '❯ queued', '', '  a row that belongs to nothing']],
  [['', '  ☐ a task', '  prose below it, which does not hang from it']],
  [['', '  ☐ a task', '   nor does this']],
  [['', `${' '.repeat(31)}too far left for a notice`]],
  [['▰▰▰▱▱▱ 48%']],
])('stops at %j', (rows) => {
  expect(read(rows).clear).toBe(false);
});

it('hangs from a line what begins two columns to the right of it', () => {
  expect(read(['  anything'], true, 'claude', 0).clear).toBe(true);
  expect(read(['  anything'], true, 'claude', 2).clear).toBe(false);
  expect(read(['    anything'], true, 'claude', 2).clear).toBe(true);
});

it('lets only known things hang from a glyph of the history', () => {
  expect(read(['  ⎿  whatever'], false).clear).toBe(false);
  expect(read(['  ⎿  Tip: a tip'], false).clear).toBe(true);
});

it('finds the bar and the words that confirm the line', () => {
  expect(read(['  ▰▰▰▱▱▱ 48%']).companion).toBe('▰▰▰▱▱▱ 48%');
  expect(read(['  └ Making room to continue.'], false, 'codex').companion).toContain('Making');
});

it('takes a header without entries for a quotation', () => {
  const header = '• Queued follow-up inputs';
  expect(read(['', header], false, 'codex').clear).toBe(false);
  expect(read(['', header, '', '  ↳ later'], false, 'codex').clear).toBe(false);
  expect(read(['', header, '  ↳ later'], false, 'codex').clear).toBe(true);
  expect(read(['', header, '  of which this is wrapped', '  ↳ later'], false, 'codex').clear).toBe(
    true,
  );
  expect(read(['', header, '› /status', '  ↳ later'], false, 'codex').clear).toBe(false);
  expect(read(['', header, '  text', '  more text'], false, 'codex').clear).toBe(false);
});

it.each([
  [' └ one column too early', false],
  ['  └ first column', true],
  ['    └ last column', true],
  ['     └ one column too late', false],
  ['  └', true],
  ['  └no space', false],
  ['  a └ later in the row', false],
])('does a block of the columns 2 to 4 begin at %j? %s', (row, does) => {
  expect(begins(row, { starts: '└ ', columns: [2, 4] })).toBe(does);
});
