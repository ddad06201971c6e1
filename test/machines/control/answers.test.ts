/**
 * Goal: a client takes the four answers and nothing else.
 * Method: each of them, and what is nearly one.
 */
import { expect, it } from 'vitest';
import { readAnswer } from '../../../machines/control/answers.ts';

const problem = { code: 'X', message: 'Expected a, got b.', where: { path: 'p' }, hint: 'Try c.' };

it.each([
  { id: 1, ok: true, value: null },
  { id: 1, ok: false, problems: [problem] },
  { id: 1, item: { is: 'output', data: 'YQ==', dropped: 0 } },
  { id: 1, end: 'asked' },
])('takes %j', (answer) => {
  expect(readAnswer(answer)).toEqual(answer);
});

it.each([
  ...[null, 1, 'x', [], {}, { id: 1 }, { ok: true, value: 1 }],
  ...[
    { id: 1, ok: false, problems: [] },
    { id: 1, item: {} },
    { id: 'x', end: 'asked' },
  ],
])('refuses %j', (answer) => {
  expect(readAnswer(answer)).toBe(null);
});
