/**
 * Goal: the closed loop holds any dose, and a starved one does not burst afterwards.
 * Method: a worker simulated in small steps follows the loop; the oracle is the closed form of
 * the asked integral.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { doseAt } from '../../machines/timeline/axis.ts';
import { Steering } from '../../stressors/steering.ts';

/** Units taken in `lengthMs` by a worker that can take `speedAt(ms)` units a millisecond. */
function follow(
  rateAt: (ms: number) => number,
  speedAt: (ms: number) => number,
  lengthMs: number,
  windupMs: number,
): readonly number[] {
  const steering = new Steering(0, rateAt(0), windupMs);
  const taken: number[] = [0];
  let total = 0;
  for (let ms = 1; ms <= lengthMs; ms += 1) {
    const debt = steering.debt(ms, rateAt(ms), total);
    total += Math.max(0, Math.min(debt, speedAt(ms)));
    taken.push(total);
  }
  return taken;
}

test('an able worker takes the integral of any ramp', () => {
  const percent = fc.double({ min: 0, max: 100, noNaN: true });
  fc.assert(
    fc.property(percent, percent, fc.integer({ min: 500, max: 3000 }), (from, to, lengthMs) => {
      const dose = { unit: 'percent' as const, from, to };
      const taken = follow(
        (ms) => doseAt(dose, ms / lengthMs),
        () => 200,
        lengthMs,
        200,
      );
      const asked = ((from + to) / 2) * lengthMs;
      expect(Math.abs((taken.at(-1) ?? 0) - asked)).toBeLessThanOrEqual(1 + asked * 1e-9);
    }),
  );
});

test('after any famine it takes at most the wound-up debt more than asked', () => {
  const rate = fc.double({ min: 0.05, max: 1, noNaN: true });
  const windup = fc.integer({ min: 10, max: 500 });
  fc.assert(
    fc.property(rate, fc.integer({ min: 1, max: 2000 }), windup, (asked, famineMs, windupMs) => {
      const starved = (ms: number): number => (ms <= famineMs ? 0 : 10);
      const taken = follow(() => asked, starved, famineMs + 1000, windupMs);
      const after = (taken.at(-1) ?? 0) - (taken[famineMs] ?? 0);
      expect(after).toBeLessThanOrEqual(asked * (1000 + windupMs) + 1e-6);
      expect(after).toBeGreaterThanOrEqual(asked * 1000 - 1e-6);
    }),
  );
});

test('a clock that stands still or runs back asks for nothing', () => {
  const steering = new Steering(100, 1, 200);
  expect(steering.debt(100, 1, 0)).toBe(0);
  expect(steering.debt(50, 1, 0)).toBe(0);
  expect(steering.debt(110, 1, 4)).toBe(6);
});
