/**
 * Goal: every curve is what the language says, begins and ends where it should, and its area is
 * the integral.
 * Method: hand-worked points; then, over random curves, sums of small strips as an independent
 * integral.
 */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Dose, doseAt, doseMean } from '../../../../machines/timeline/axis.ts';
import {
  type Curve,
  curveArea,
  curveAt,
  curveKnots,
  curveOver,
} from '../../../../machines/timeline/curve/curve.ts';

const cycles = fc.double({ min: 0.1, max: 40, noNaN: true });
const curves: fc.Arbitrary<Curve> = fc.oneof(
  fc.constant({ shape: 'ramp' as const }),
  fc.record({ shape: fc.constant('steps' as const), steps: fc.integer({ min: 2, max: 100 }) }),
  fc.record({ shape: fc.constantFrom('sine' as const, 'triangle' as const), cycles }),
  fc.record({
    shape: fc.constant('pulse' as const),
    cycles,
    width: fc.double({ min: 0.01, max: 1, noNaN: true }),
  }),
);
const share = fc.double({ min: 0, max: 1, noNaN: true });

test.each<[string, Curve, readonly number[]]>([
  ['ramp', { shape: 'ramp' }, [0, 0.25, 0.5, 0.75, 1]],
  ['steps', { shape: 'steps', steps: 3 }, [0, 0, 0.5, 1, 1]],
  ['sine', { shape: 'sine', cycles: 1 }, [0, 0.5, 1, 0.5, 0]],
  ['triangle', { shape: 'triangle', cycles: 1 }, [0, 0.5, 1, 0.5, 0]],
  ['triangle of two cycles', { shape: 'triangle', cycles: 2 }, [0, 1, 0, 1, 0]],
  ['pulse', { shape: 'pulse', cycles: 1, width: 0.5 }, [1, 1, 0, 0, 0]],
  ['pulse that fills its cycle', { shape: 'pulse', cycles: 1, width: 1 }, [1, 1, 1, 1, 0]],
])('%s at the quarters of the event', (_name, curve, expected) => {
  const seen = [0, 0.25, 0.5, 0.75, 1].map((along) => curveAt(curve, along));
  for (const [index, value] of seen.entries()) expect(value).toBeCloseTo(expected[index] ?? 9, 12);
});

describe('any curve', () => {
  it('stays between its ends, and stands still outside of the event', () => {
    fc.assert(
      fc.property(curves, share, (curve, along) => {
        const value = curveAt(curve, along);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1);
        expect(curveAt(curve, -along)).toBe(curveAt(curve, 0));
        expect(curveAt(curve, 1 + along)).toBe(curveAt(curve, 1));
      }),
    );
  });

  it('has the area that strips add up to', () => {
    const strips = 20_000;
    fc.assert(
      fc.property(curves, share, (curve, along) => {
        let sum = 0;
        for (let strip = 0; strip < strips; strip += 1) {
          sum += curveAt(curve, (along * (strip + 0.5)) / strips);
        }
        expect(curveArea(curve, along)).toBeCloseTo((sum * along) / strips, 2);
      }),
      { numRuns: 40 },
    );
  });

  it('turns only at its knots', () => {
    fc.assert(
      fc.property(curves, (curve) => {
        const knots = curveKnots(curve, 1_000);
        expect(knots).toEqual([...knots].sort((a, b) => a - b));
        const most = Math.max(...[0, ...knots, 1].map((knot) => curveAt(curve, knot)));
        for (let at = 0; at <= 1; at += 0.003) expect(curveAt(curve, at)).toBeLessThan(most + 1e-6);
      }),
      { numRuns: 40 },
    );
    expect(curveKnots({ shape: 'sine', cycles: 1e6 }, 10)).toHaveLength(10);
  });
});

describe('a dose along a curve', () => {
  const dose: Dose = {
    unit: 'percent',
    from: 20,
    to: 80,
    curve: { shape: 'pulse', cycles: 4, width: 0.25 },
  };

  it('has the mean of its integral, over the whole and over parts', () => {
    expect(doseMean(dose)).toBeCloseTo(35, 9);
    expect(doseMean(dose, 0, 1 / 16)).toBeCloseTo(80, 9);
    expect(doseMean(dose, 1 / 16, 4 / 16)).toBeCloseTo(20, 9);
    expect(doseMean(dose, 0.5, 0.5)).toBe(80);
    expect(doseMean({ unit: 'percent', from: 10, to: 30 })).toBe(20);
  });

  it('never goes above a cap, and its mean tells', () => {
    const capped = { ...dose, cap: 50 };
    expect([0, 0.2].map((along) => doseAt(capped, along))).toEqual([50, 20]);
    expect(Math.abs(doseMean(capped) - 27.5)).toBeLessThan(0.1);
  });
});

test('how many cycles fit depends on the length of the event', () => {
  const ends = { from: 'light', to: 'heavy' } as const;
  const sine = { ...ends, shape: 'sine', everyMs: 4_000 } as const;
  expect(curveOver(sine, 10_000)).toEqual({ curve: { shape: 'sine', cycles: 2.5 } });
  expect(curveOver({ ...ends, shape: 'triangle' }, 10_000)).toEqual({
    curve: { shape: 'triangle', cycles: 1 },
  });
  expect(curveOver({ ...ends, shape: 'steps' }, 1)).toEqual({
    curve: { shape: 'steps', steps: 4 },
  });
  expect(curveOver({ ...ends, shape: 'pulse' }, 1).curve).toMatchObject({ width: 0.5 });
  expect(curveOver({ ...ends, shape: 'ramp' }, 1)).toEqual({});
});
