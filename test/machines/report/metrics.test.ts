/**
 * Goal: figures are what an independent reckoning says they are. Method: random series against
 * an oracle that counts instead of sorting, and series cut into parts and folded again.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  foldStats,
  millionths,
  nearestRank,
  statsOf,
  thousandths,
} from '../../../machines/report/metrics.ts';

/** Without a negative zero, which JSON does not know. */
const figure = fc.double({ min: -1e9, max: 1e12, noNaN: true }).map((value) => value + 0);
const series = fc.array(figure, { minLength: 1, maxLength: 200 });

/** The definition itself: the smallest member that at least `percent` of all do not exceed. */
function oracle(values: readonly number[], percent: number): number {
  const enough = values.filter(
    (one) => values.filter((other) => other <= one).length * 100 >= percent * values.length,
  );
  return Math.min(...enough);
}

describe('nearest-rank percentile', () => {
  it('is what the definition says', () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 100 }), (values, percent) => {
        const sorted = Float64Array.from(values).sort();
        expect(nearestRank(sorted, percent)).toBeCloseTo(oracle(values, percent), 10);
      }),
    );
  });

  it('is the textbook figure for 1 to 20, and nothing for nothing', () => {
    const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
    expect([nearestRank(numbers, 95), nearestRank(numbers, 99), nearestRank([], 95)]).toEqual([
      19,
      20,
      null,
    ]);
  });
});

describe('statistics of a series', () => {
  it('say nothing of a series without figures', () => {
    expect([statsOf(new Float64Array()), foldStats([], new Float64Array())]).toEqual([null, null]);
  });

  it('lie in order, and count every figure', () => {
    fc.assert(
      fc.property(series, (values) => {
        const stats = statsOf(Float64Array.from(values));
        if (!stats) throw new Error('Expected statistics, got none.');
        expect(stats.samples).toBe(values.length);
        expect(stats.min).toBe(Math.min(...values));
        expect(stats.max).toBe(Math.max(...values));
        expect(stats.mean >= stats.min && stats.mean <= stats.max).toBe(true);
        expect(stats.p95 >= stats.min && stats.p95 <= stats.max).toBe(true);
      }),
    );
  });

  it('fold: the parts together give the whole', () => {
    fc.assert(
      fc.property(fc.array(series, { minLength: 1, maxLength: 8 }), (parts) => {
        const all = Float64Array.from(parts.flat());
        const whole = statsOf(all);
        const folded = foldStats(
          parts.flatMap((part) => statsOf(Float64Array.from(part)) ?? []),
          all,
        );
        if (!whole || !folded) throw new Error('Expected statistics, got none.');
        const { mean, ...exact } = folded;
        expect(exact).toEqual({
          samples: whole.samples,
          min: whole.min,
          p95: whole.p95,
          max: whole.max,
        });
        const scale = Math.max(1, Math.abs(whole.min), Math.abs(whole.max));
        expect(Math.abs(mean - whole.mean) / scale).toBeLessThan(1e-9);
      }),
    );
  });
});

describe('rounding', () => {
  it('keeps three and six decimals', () => {
    expect([thousandths(1.23456), millionths(0.123456789)]).toEqual([1.235, 0.123457]);
  });
});
