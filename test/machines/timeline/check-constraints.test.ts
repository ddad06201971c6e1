/**
 * Goal: what is wrong with a rule or a side-chain is told at its line and column inside the text.
 * Method: short files, each with one mistake.
 */
import { expect, test } from 'vitest';
import { complaints, timelineOf } from './documents.ts';

const rule = (cpu: string) => `program: node
events:
  - { axis: cpu, at: 0s, for: 1s }
constraints:
  bottleneck: memory
  subordinate:
    cpu: ${cpu}
`;

test.each([
  ['{ if: { memory_presure > 0.8 }, action: pause }', 'UNKNOWN_SIGNAL', 18],
  ['{ if: "crashes > 1 && memory_presure > 0.8", action: pause }', 'UNKNOWN_SIGNAL', 32],
  ["{ if: 'crashes', action: pause }", 'EXPRESSION_TYPE', 17],
  ['{ if: { if: crashes >, hold: 1s }, action: pause }', 'INVALID_EXPRESSION', 31],
  ['{ if: crashes >= 0, action: pause }', 'CONDITION_CONSTANT', 16],
  ['{ if: { event: spike }, action: pause }', 'RULE_CONDITION', 18],
  ['{ if: crashes > 1, action: pause, until: cpu_lod < 1 }', 'UNKNOWN_SIGNAL', 51],
  ['{ if: { crashes > 3, cpu_load > 1 }, action: pause }', 'CONDITION_CONSTANT', 31],
  ['{ if: { crashes > 3, crashes < 2 }, action: pause }', 'CONDITION_CONSTANT', 16],
  [
    `{ if: { crashes > ${'1'.repeat(250)}, exits > ${'1'.repeat(250)} }, action: pause }`,
    'EXPRESSION_TOO_LONG',
    16,
  ],
])('%s', (text, code, column) => {
  expect(complaints(rule(text)).map((one) => one.replace(/ .* /, ' '))).toEqual([
    `${code} 7:${column}`,
  ]);
});

test('the bottleneck itself does not give way', () => {
  const text = rule('{ if: crashes > 1, action: pause }').replace(': memory', ': cpu');
  expect(complaints(text)).toEqual(['RULE_ON_BOTTLENECK constraints.subordinate.cpu 7:5']);
});

test('a side-chain by a signal that is not there', () => {
  expect(
    complaints(`program: node
events:
  - { axis: cpu, at: 0s, for: 1s, intensity: { from: 10%, to: 90%, by: cpu_laod } }
`),
  ).toEqual(['UNKNOWN_SIGNAL events[0].intensity.by 3:72']);
});

test('right rules and side-chains, with windows', () => {
  expect(
    complaints(rule('{ if: { memory_pressure > 0.8 }, action: { intensity: light } }')),
  ).toEqual([]);
  expect(
    complaints(`program: node
tracks:
  - axis: cpu
    events: [{ at: 0s, for: 1s, intensity: { from: 10%, to: 90%, by: "1 - avg(cpu_load, 5s)" } }]
`),
  ).toEqual([]);
});

/** Phase 3 of the plan, as it stands there. */
const sketch = `
constraints:
  bottleneck: memory
  subordinate:
    cpu:
      if: { memory_pressure > 0.8 }
      action: { intensity: light }
`;

test("the sketch of the plan's phase 3", () => {
  const text = `program: node\nevents: [{ axis: cpu, at: 0s, for: 1s }]\n${sketch}`;
  expect(timelineOf(text).constraints).toEqual({
    bottleneck: 'memory',
    rules: [
      {
        axis: 'cpu',
        when: 'memory_pressure > 0.8',
        holdMs: 0,
        action: { do: 'intensity', level: 'light' },
      },
    ],
  });
});

test('with a hold, and an expression that ends it', () => {
  const cpu = '{ if: { if: crashes > 1, hold: 2s }, action: stop, until: exits > 1 }';
  expect(timelineOf(rule(cpu)).constraints?.rules).toMatchObject([
    { when: 'crashes > 1', holdMs: 2_000, until: 'exits > 1', action: { do: 'stop' } },
  ]);
});
