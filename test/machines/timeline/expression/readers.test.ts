/**
 * Goal: everyone who asks about a signal is known, by whatever expression, once.
 * Method: a small plan with each kind of reader, and the words for each.
 */
import { expect, it } from 'vitest';
import {
  readersIn,
  readersOfSignals,
  readerText,
} from '../../../../machines/timeline/expression/readers.ts';
import type { PlannedEvent } from '../../../../machines/timeline/timeline.ts';

const holds = (text: string) => ({ is: 'holds', text, holdMs: 0 }) as const;
const start = { fromMs: 0, after: [], byMs: null };
const any = { is: 'any', of: [holds('a > 1'), holds('b > 1')], holdMs: 0 } as const;
const events = [
  { id: 'one', start: { ...start, when: any }, stop: holds('a > 2') },
  { id: 'two', start: { ...start, when: null }, sideChain: { by: 'c' } },
] as unknown as readonly PlannedEvent[];
const rule = {
  axis: 'cpu',
  when: 'avg(b) > 1',
  holdMs: 0,
  action: { do: 'pause' },
  cap: 0,
} as const;

it('finds conditions, curves and rules', () => {
  const readers = readersIn({
    ...{ events, abort: holds('d > 1') },
    expect: [
      { is: 'always', text: 'd > 2' },
      { is: 'recovered', withinMs: 5_000, when: 'avg(b) > 1' },
      { is: 'recovered', withinMs: 5_000, when: null },
    ],
    constraints: { bottleneck: 'auto', rules: [rule] },
  });
  const found = readersOfSignals(readers, (text) => {
    const windows = text.startsWith('avg')
      ? [{ key: '', fn: 'avg', signal: 'b', lengthMs: 1 }]
      : [];
    return { signals: windows.length > 0 ? [] : [text.charAt(0)], windows: windows as [] };
  });
  const told = [...found].map(([signal, all]) => [signal, all.map(readerText)]);
  expect(Object.fromEntries(told)).toEqual({
    a: ['one starts when a > 1', 'one stops when a > 2'],
    b: ['cpu gives way when avg(b) > 1', 'one starts when b > 1', 'expected: avg(b) > 1'],
    c: ['two is modulated by c'],
    d: ['the run is aborted when d > 1', 'expected: d > 2'],
  });
  expect(readersIn({ events: [] })).toEqual([]);
  expect(readersOfSignals(readers, () => undefined).size).toBe(0);
});
