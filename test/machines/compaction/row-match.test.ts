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
  ['✻ Compacting conversation…  22.55 %', '22.55 %'],
  ['✻ Compacting conversation… (1s) 22.55 %', '(1s) 22.55 %'],
  ['✻ Compacting conversation… · 1m 23s', '· 1m 23s'],
  ['✻ Compacting conversation… • 2.55s', '• 2.55s'],
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
  '✻ Compacting conversation… (  )',
  '✻ Compacting conversation…   (1s)',
  '✻ Compacting conversation… 22% now',
  '✻ Compacting conversation… 22.x%',
  '✻ Compacting conversation… 22x%',
  '✻ Compacting conversation… (1s) 22% now',
  '✻ Compacting conversation… (1s) so 22%',
  '✻ Compacting conversation… (1s) 22.x%',
  '✻ Compacting conversation… (1s) 22x%',
  '✻ Compacting conversation… (1s) so · 1 task',
  '✻ Compacting conversation… · 23s and more',
  '✻ Compacting conversation… so · 23s',
  '✻ Compacting conversation… · 2.xs',
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

it.each([
  [' ✻ Compacting conversation…', false],
  ['  ✻ Compacting conversation…', true],
  ['    ✻ Compacting conversation…', true],
  ['     ✻ Compacting conversation…', false],
  ['', false],
])('takes the columns 2 to 4 at %j: %s', (row, taken) => {
  expect(match(row, { columns: [2, 4] }) !== null).toBe(taken);
});

it('takes a tail of 160 characters and no longer one', () => {
  const tailed = (length: number) =>
    matchRow([`✻ Compacting conversation… (${'x'.repeat(length - 2)})`], 0, form, 400);
  expect(tailed(160)?.tail).toHaveLength(160);
  expect(tailed(161)).toBeNull();
});

it('needs no glyph where the form has none, and nothing after it where nothing may follow', () => {
  expect(match('Compacting conversation…', { glyphs: '' })).toMatchObject({ glyph: '', tail: '' });
  expect(match('✻ Compacting conversation… (1s)', { rest: 'nothing' })).toBeNull();
  expect(match('✻ Compacting conversation… and so on ', { rest: 'anything' })?.tail).toBe(
    'and so on',
  );
  expect(match('✻ from 9 to 4', { phrase: 'from * to *' })).not.toBeNull();
  expect(match('✻ from 9 to ', { phrase: 'from * to *' })).toBeNull();
});

it.each([
  ['a word that would not have fitted', ['✻ Compacting', 'conversation… (1s)'], 28, '(1s)'],
  ['a word that would have fitted', ['✻ Compacting', 'conversation… (1s)'], 29, null],
  ['what hangs as deep as may be', ['✻ Compacting', '      conversation…'], 28, ''],
  ['what hangs deeper', ['✻ Compacting', '       conversation…'], 28, null],
  ['the tail below', ['✻ Compacting conversation…', '  (22s)'], 30, '(22s)'],
  ['other words below', ['✻ Compacting conversation…', '  (never', ''], 30, ''],
  ['no tail below', ['✻ Compacting conversation…', '  conversation'], 30, ''],
  ['a tail to the edge', ['✻ Compacting conversation… (22s · ↓ 1', ''], 40, '(22s · ↓ 1'],
  ['a tail that ends before the edge', ['✻ Compacting conversation… (22s · ↓ ', ''], 40, null],
  ['a tail that was cut', ['✻ Compacting conversation… (22s…', ''], 80, '(22s…'],
  ['a cut tail without a space', ['✻ Compacting conversation…(22s…', ''], 80, '(22s…'],
  ['a phrase that was cut', ['✻ Compacting convers…', ''], 22, null],
  ['other words before the cut', ['✻ Compacting conversation… so (22s…', ''], 80, null],
])('joined with the rows below: %s', (_, rows, columns, tail) => {
  expect(matchRow(rows, 0, form, columns)?.tail ?? null).toBe(tail);
});

it('joins a phrase with a star, and only what begins as it does', () => {
  const star = { ...form, phrase: 'from * to * tokens.', rest: 'nothing' } as const;
  expect(matchRow(['✻ from 90', '  to 4 tokens.'], 0, star, 14)).toMatchObject({ height: 2 });
  expect(matchRow(['✻ form 90', '  to 4 tokens.'], 0, star, 14)).toBeNull();
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
