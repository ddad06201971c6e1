/**
 * Goal: what is wrong with `abort_when` is told at its line and column inside the text.
 * Method: short files, each with one mistake.
 */
import { expect, it } from 'vitest';
import { complaints, judge } from './documents.ts';

const file = (condition: string) => `program: node
events: [{ id: load, axis: cpu, at: 0s, for: 1s }]
abort_when: ${condition}
`;

it.each([
  ['{ crshes >= 1 }', 'UNKNOWN_SIGNAL', 15],
  ['cpu_load > 2', 'CONDITION_CONSTANT', 13],
  ['crashes >= 0', 'CONDITION_CONSTANT', 13],
  ['{ all: ["cpu_load > 0.5 and cpu_laod < 1"] }', 'UNKNOWN_SIGNAL', 41],
  ['cpu_load + 1', 'EXPRESSION_TYPE', 13],
  ['{ event: laod }', 'UNKNOWN_EVENT', 22],
  ['{ any: [{ event: load, outcome: crsh }] }', 'UNKNOWN_OUTCOME', 45],
  ['{ crashes > 1, by: 5s }', 'INVALID_CONDITION', 28],
])('%s', (condition, code, column) => {
  expect(complaints(file(condition)).map((one) => one.replace(/ .* /, ' '))).toEqual([
    `${code} 3:${column}`,
  ]);
});

it('reads every form of a condition', () => {
  const judged = judge(file('{ any: [crashes > 3, { if: "avg(cpu_load, 4s) > 0.9", hold: 2s }] }'));
  expect(judged.ok && judged.value.abort).toEqual({
    is: 'any',
    holdMs: 0,
    of: [
      { is: 'holds', text: 'crashes > 3', holdMs: 0 },
      {
        is: 'all',
        of: [{ is: 'holds', text: 'avg(cpu_load, 4s) > 0.9', holdMs: 0 }],
        holdMs: 2_000,
      },
    ],
  });
});
