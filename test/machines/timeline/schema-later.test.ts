/**
 * Goal: conditions, chains, constraints and expectations have their settled shape.
 * Method: every form of the seed and of the design, and wrong ones.
 */

import { describe, expect, it } from 'vitest';
import { condition, conditionMax } from '../../../machines/timeline/schema-condition.ts';
import { chains, constraints } from '../../../machines/timeline/schema-later.ts';

describe('conditions', () => {
  it.each([
    'crashes >= 1',
    { 'crashes >= 1': null },
    { 'memory_pressure > 0.8': null, hold: '2s' },
    { event: 'spike-1', outcome: 'crash' },
    { event: 'spike-1' },
    { if: 'cpu_load > 0.7', hold: 0 },
    { 'a > 1': null, 'b > 1': null },
    { event: 'a', if: 'b', by: '60s' },
    { any: ['a > 1', { all: [{ event: 'a' }, { 'b > 1': null, hold: '1s' }] }] },
    'x'.repeat(conditionMax),
  ])('%j', (input) => {
    expect(condition.safeParse(input).data).toEqual(input);
  });

  it.each([
    null,
    '',
    {},
    [],
    5,
    { 'a > 1': 5 },
    { any: [] },
    { all: 'a > 1' },
    { any: [{ outcome: 'crash' }] },
    { any: [{ 'a > 1': null, by: '1s' }] },
    { 'a > 1': null, by: 'soon' },
    { hold: '1s' },
    { event: '' },
    { outcome: 'crash' },
    { event: 'a', outcome: 'boom' },
    { 'a > 1': null, hold: 'nan' },
    { if: 5 },
    'x'.repeat(conditionMax + 1),
  ])('%j is none', (input) => {
    expect(condition.safeParse(input).success).toBe(false);
  });

  it('are none of any length, however deep', () => {
    const deep = '('.repeat(100_000);
    expect(condition.safeParse(deep).success).toBe(false);
    expect(condition.safeParse({ [deep]: null }).success).toBe(false);
  });
});

it('takes chains and constraints', () => {
  expect(chains.safeParse(['a -> b', 'a[crash] -> c']).success).toBe(true);
  expect(chains.safeParse('a -> b').success).toBe(false);
  const cpu = { if: { 'memory_pressure > 0.8': null }, action: { intensity: 'light' } };
  expect(constraints.safeParse({ bottleneck: 'memory', subordinate: { cpu } }).success).toBe(true);
  expect(constraints.safeParse({ bottleneck: 'auto' }).success).toBe(true);
  expect(constraints.safeParse({ bottleneck: 'gpu' }).success).toBe(false);
  expect(constraints.safeParse({ subordinate: { gpu: cpu } }).success).toBe(false);
  expect(constraints.safeParse({ subordinate: { cpu: { ...cpu, action: 'stop' } } }).success).toBe(
    false,
  );
});
