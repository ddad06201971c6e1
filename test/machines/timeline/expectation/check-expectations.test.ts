/**
 * Goal: what is wrong with an expectation is told at its line and column inside the text; what is
 * right is the model.
 * Method: short files, each with one mistake; one with every form.
 */
import { expect, it } from 'vitest';
import { complaints, timelineOf } from '../documents.ts';

const file = (...expected: readonly string[]) => `program: node
events: [{ id: load, axis: cpu, at: 0s, for: 1s }]
signals: { latency_ms: { tcp: 8080 } }
expect:
${expected.map((one) => `  - ${one}\n`).join('')}`;

it.each([
  ['crshes == 0', 'UNKNOWN_SIGNAL', 5],
  ['crashes', 'EXPRESSION_TYPE', 5],
  ['p95(latncy_ms) < 200', 'UNKNOWN_SIGNAL', 9],
  ['crashes == 0 and cpu_load < "a"', 'EXPRESSION_TYPE', 22],
  ['crashes >= 0', 'CONDITION_CONSTANT', 5],
  ['{ sometimes: cpu_load > 1.5 }', 'CONDITION_CONSTANT', 18],
  ['{ sometimes: { cpu_laod > 0.5 } }', 'UNKNOWN_SIGNAL', 20],
  ['{ cpu_laod > 0.5 }', 'UNKNOWN_SIGNAL', 7],
  ['event("laod").outcome == "crash"', 'UNKNOWN_EVENT', 5],
  ['event("load").outcome == "crsh"', 'UNKNOWN_WORD', 5],
  ['{ recovered: latency_ms < -1, within: 5s }', 'CONDITION_CONSTANT', 18],
  ['{ recovered: latency_ms < 5, within: 1s }', 'RECOVERY_LENGTH', 42],
  ['{ somtimes: cpu_load > 0.5 }', 'UNKNOWN_KEY', 7],
  ['recovered within soon', 'INVALID_DURATION', 22],
])('%s', (text, code, column) => {
  const told = complaints(file(text)).map((one) => one.replace(/ .* /, ' '));
  expect(told).toEqual([`${code} 5:${column}`]);
});

it('the target recovers once', () => {
  expect(complaints(file('recovered within 5s', 'crashes == 0', 'recovered within 9s'))).toEqual([
    'DUPLICATE_RECOVERY expect[2] 7:5',
  ]);
});

it('there are not too many', () => {
  const many = Array.from({ length: 65 }, (_, at) => `crashes < ${at + 1}`);
  expect(complaints(file(...many))).toEqual(['TOO_MANY_EXPECTATIONS expect[64] 69:5']);
  expect(complaints(file(...many.slice(1)))).toEqual([]);
});

it('every form is in the model, each with its kind', () => {
  const { expect: expected } = timelineOf(
    file(
      'crashes == 0',
      'p95(latency_ms) < 200',
      'latency_ms < 500',
      '{ sometimes: { cpu_load > 0.5 } }',
      '{ finally: latency_ms < 100 }',
      '{ always: crashes == 0 }',
      '{ recovered: latency_ms < 5, within: 10s }',
    ),
  );
  expect(expected).toEqual([
    { is: 'finally', text: 'crashes == 0' },
    { is: 'finally', text: 'p95(latency_ms) < 200' },
    { is: 'always', text: 'latency_ms < 500' },
    { is: 'sometimes', text: 'cpu_load > 0.5' },
    { is: 'finally', text: 'latency_ms < 100' },
    { is: 'always', text: 'crashes == 0' },
    { is: 'recovered', withinMs: 10_000, when: 'latency_ms < 5' },
  ]);
});
