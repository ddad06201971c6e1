/**
 * Goal: rows are read as a person sees them. Method: widths, lines and bars by hand.
 */
import { expect, it } from 'vitest';
import { isBar, isRule, plainRows, widthOf } from '../../../machines/compaction/screen.ts';

it.each([
  ['abc', 3],
  ['漢字', 4],
  ['🙂a', 3],
  ['✻ …', 3],
  ['한글', 4],
])('%s is %i cells wide', (text, width) => {
  expect(widthOf(text)).toBe(width);
});

it.each(['────────', '━━━━━━━━━━', ' ▄▄▄▄▄▄▄▄', '──── name ───────'])('%s is a line', (row) => {
  expect(isRule(row)).toBe(true);
});

it.each(['───', '  ────────', '── a long text in it ──', '--------', 'a ────────────'])(
  '%s is none',
  (row) => {
    expect(isRule(row)).toBe(false);
  },
);

it('may be told to take only lines without words', () => {
  expect(isRule('─ Worked for 2m 07s ────────────────────', false)).toBe(false);
});

it.each(['  ▰▰▰▱▱▱', '  ▰▰▰▱▱▱ 48%', '  [=====>    ] 50%', '  ███░░ (20%)'])(
  '%s is a bar',
  (row) => {
    expect(isBar(row)).toBe(true);
  },
);

it.each(['  48 of 50', '  =====', '  a 48%', '  48%%'])('%s is none', (row) => {
  expect(isBar(row)).toBe(false);
});

it('takes a lone mark in the last column for a scroll bar', () => {
  const rows = plainRows({
    rows: [`✻ Compacting${' '.repeat(27)}█`, '│ a box                                │', '▰▰▰'],
    columns: 40,
    cursor: { row: 0, column: 0 },
    alternate: true,
  });
  expect(rows).toEqual(['✻ Compacting', '│ a box                                │', '▰▰▰']);
});
