/** Goal: every form of a rule is read. Method: tables of right and wrong forms. */
import { expect, test } from 'vitest';
import {
  joined,
  parseAction,
  readCondition,
} from '../../../../machines/timeline/constraint/rule-input.ts';
import { parsePoint } from '../../../../machines/timeline/schema-values.ts';

const action = (input: unknown) => parseAction(input, (level) => parsePoint(level, 'positive'));

test.each([
  ['pause', { do: 'pause' }],
  [' Stop ', { do: 'stop' }],
  [{ pause: null }, { do: 'pause' }],
  [{ intensity: 'light' }, { do: 'intensity', level: 'light' }],
  [{ cap: '40%' }, { do: 'cap', level: { percent: 40 } }],
])('%j', (input, value) => expect(action(input)).toEqual({ ok: true, value }));

test.each([
  ['puase', 'UNKNOWN_ACTION'],
  [{ intensity: 'light', cap: '40%' }, 'INVALID_ACTION'],
  [{}, 'INVALID_ACTION'],
  [[], 'INVALID_ACTION'],
  [5, 'INVALID_ACTION'],
  ['intensity', 'INVALID_ACTION'],
  [{ pause: 'light' }, 'INVALID_ACTION'],
  [{ cap: '0%' }, 'INVALID_PERCENT'],
  [{ cap: { from: '1%', to: '2%' } }, 'UNKNOWN_INTENSITY'],
])('%j is refused', (input, code) => {
  expect(action(input)).toMatchObject({ ok: false, fault: { code } });
});

test.each([
  ['cpu_load > 0.5', 'cpu_load > 0.5', 0],
  [{ 'cpu_load > 0.5': null }, 'cpu_load > 0.5', 0],
  [{ if: 'cpu_load > 0.5', hold: '2s' }, 'cpu_load > 0.5', 2_000],
  [{ 'a > 1': null, 'b > 1 or c > 1': null }, '(a > 1) && (b > 1 or c > 1)', 0],
])('%j is one expression', (input, text, holdMs) => {
  const condition = readCondition(input);
  expect([joined(condition.parts), condition.holdMs]).toEqual([text, holdMs]);
});

test('what became of an event is not for a rule', () => {
  expect(readCondition({ event: 'spike', outcome: 'crash' }).foreign).toEqual(['event', 'outcome']);
});
