/**
 * Goal: the table cannot confirm by words. Method: all sums that the table allows.
 */
import { expect, it } from 'vitest';
import { thresholds, times, weights } from '../../../machines/compaction/weights.ts';

const all = Object.entries(weights);
const sum = (some: typeof all) => some.reduce((total, [, { weight }]) => total + weight, 0);

it('cannot confirm without structure, whatever comes together', () => {
  expect(sum(all.filter(([, { structural }]) => !structural))).toBeLessThan(
    thresholds.confirm.value - thresholds.hysteresis.value + 0.1,
  );
  expect(weights.lexical.weight).toBeLessThan(thresholds.suspect.value);
});

it('confirms by the exact line alone, where it is unmistakable, and only there', () => {
  expect(weights['live-line'].weight).toBeGreaterThanOrEqual(thresholds.confirm.value);
  for (const name of ['loose', 'guessed', 'guessed-loose'] as const) {
    expect(weights[`live-line.${name}`].weight).toBeLessThan(thresholds.confirm.value);
  }
});

it('gives a reason for every number', () => {
  for (const each of [...Object.values(weights), ...Object.values(times)]) {
    expect(each.reason).toMatch(/^[A-Z].{20,}\.$/);
  }
});
