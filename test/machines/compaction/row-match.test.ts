/**
 * Goal: column, glyph and phrase are exact; only a tail may follow; wrapping changes nothing. Method: rows
 * by hand, then every width at which a line can be wrapped by words.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { RowForm } from '../../../machines/compaction/profile.ts';
import { matchRow } from '../../../machines/compaction/row-match.ts';
import { widthOf } from '../../../machines/compaction/screen.ts';

const form: RowForm = {
  id: 'it',
  columns: [0, 0],
  glyphs: '✻·',
  phrase: 'Compacting conversation…',
  rest: 'tail',
};
const match = (row: string, other: Partial<RowForm> = {}) =>
  matchRow([row], 0, { ...form, ...other }, 80);

it.each([
  ['✻ Compacting conversation…', ''],
  ['· Compacting conversation… (22s · ↓ 1.5k tokens)', '(22s · ↓ 1.5k tokens)'],
  ['✻ Compacting conversation… (1s (or more))', '(1s (or more))'],
  ['✻ Compacting conversation… (1s) 22%', '(1s) 22%'],
  ['✻ Compacting conversation… 22%', '22%'],
  ['✻ Compacting conversation… (1s) · 1 task · /ps', '(1s) · 1 task · /ps'],
])('takes %s', (row, tail) => {
  expect(match(row)?.tail).toBe(tail);
});

it.each([
  ' ✻ Compacting conversation…',
  '✻  Compacting conversation…',
  '✻Compacting conversation…',
  '# Compacting conversation…',
  'Compacting conversation…',
  '✻ compacting conversation…',
  '✻ Compacting conversation',
  '✻ Compacting conversation...',
  '✻ Compacting conversation…"',
  '✻ Compacting conversation… now',
  '✻ Compacting conversation… ()',
  '✻ Compacting conversation… (1s) and more',
  '✻ Compacting conversation… (1s',
  `✻ Compacting conversation… (${'x'.repeat(200)})`,
])('leaves %s', (row) => {
  expect(match(row)).toBeNull();
});

it('lets a star stand for any text, and anything follow where it may', () => {
  const star = { phrase: 'from * to * tokens.', rest: 'nothing' } as const;
  expect(match('✻ from 90 to 4 tokens.', star)).not.toBeNull();
  expect(match('✻ from 90 to 4 tokens. So', star)).toBeNull();
  expect(match('✻ from  to  tokens.', { ...star, phrase: 'from * to' })).toBeNull();
  expect(match('✻   Compacting conversation… and so on', { rest: 'anything' })).not.toBeNull();
});

/** Wraps as programs do: by words, what follows hangs two columns in. */
function wrapped(text: string, columns: number): readonly string[] {
  const rows: string[] = [];
  let row = '';
  for (const word of text.split(' ')) {
    const longer = row === '' ? word : `${row} ${word}`;
    if (row !== '' && widthOf(longer) > columns) {
      rows.push(row);
      row = `  ${word}`;
    } else row = longer;
  }
  return [...rows, row];
}

it('reads a line that is wrapped at any width', () => {
  const text = '✻ Compacting conversation… (22s · ↓ 1.5k tokens · esc to interrupt)';
  const tail = '(22s · ↓ 1.5k tokens · esc to interrupt)';
  for (let columns = 16; columns <= 90; columns += 1) {
    const rows = wrapped(text, columns);
    const found = matchRow(rows, 0, form, columns);
    expect(found, `${columns} columns`).toMatchObject({ tail, height: rows.length });
  }
});

it('reads a line that the terminal broke in the middle of a word', () => {
  const rows = ['✻ Compacting conver', 'sation… (22s)'];
  expect(matchRow(rows, 0, form, 19)?.height).toBe(2);
  expect(matchRow(rows, 0, form, 80)).toBeNull();
});

it('counts a tail that was cut at the edge, not a phrase', () => {
  expect(matchRow(['✻ Compacting conversation… (22s · …'], 0, form, 36)?.tail).toBe('(22s · …');
  expect(matchRow(['✻ Compacting conversat…'], 0, form, 24)).toBeNull();
});

it('never throws, whatever the rows', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), fc.nat(200), (rows, columns) => {
      for (let row = 0; row < rows.length; row += 1) matchRow(rows, row, form, columns);
    }),
  );
});
