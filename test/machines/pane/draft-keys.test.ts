/**
 * Goal: what was typed and not sent is a draft; what was sent, erased or only moved the cursor is none.
 * Method: strokes as terminals send them.
 */
import { expect, it } from 'vitest';
import { draftAfter, standsOn } from '../../../machines/pane/draft-keys.ts';

it.each([
  ['echo half', 'echo half'],
  ['echo half\r', ''],
  ['echo\rls', 'ls'],
  ['ab\u007f', 'a'],
  ['a\u007f\u007f', ''],
  ['abc\u0003', ''],
  ['abc\u0015d', 'd'],
  ['\u001b[A\u001b[1;5C\u001bOP', ''],
  ['\u001b[200~paste\u001b[201~', 'paste'],
  ['x'.repeat(40), 'x'.repeat(16)],
])('%j', (keys, wanted) => {
  expect(draftAfter('', keys)).toBe(wanted);
});

it.each([
  ['$ echo half', 'echo half', true],
  ['$ ', 'q', false],
  ['$ ', ' ', false],
])('on %j stands %j: %s', (row, draft, wanted) => {
  const cursor = { row: 0, column: row.length };
  expect(standsOn({ rows: [row], columns: 80, cursor, alternate: false }, draft)).toBe(wanted);
});
