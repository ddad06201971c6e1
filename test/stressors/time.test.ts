/** Goal: pauses add up to the dose. Method: cycles played to the end, against arithmetic. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextCycle } from '../../stressors/time.ts';

test('the paused share of an event is the asked one, whatever the jitter', () => {
  const percent = fc.double({ min: 2, max: 90, noNaN: true });
  fc.assert(
    fc.property(
      percent,
      fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
      (asked, chances) => {
        const lengthMs = 5000;
        let now = 0;
        let paused = 0;
        while (lengthMs - now > 1e-6) {
          const owed = (now * asked) / 100 - paused;
          const chance = chances.next().value ?? 0;
          const cycle = nextCycle(asked, owed, chance, lengthMs - now);
          now += cycle.pauseMs + cycle.runMs;
          paused += cycle.pauseMs;
        }
        expect(now).toBeCloseTo(lengthMs);
        expect(Math.abs((paused / lengthMs) * 100 - asked)).toBeLessThan(0.1);
      },
    ),
  );
});

test('pauses that take effect late are made good', () => {
  const [asked, lengthMs, lostMs] = [30, 10_000, 20];
  let now = 0;
  let paused = 0;
  while (lengthMs - now > 1e-6) {
    const cycle = nextCycle(asked, (now * asked) / 100 - paused, 0.5, lengthMs - now);
    now += cycle.pauseMs + cycle.runMs;
    paused += Math.max(0, cycle.pauseMs - lostMs);
  }
  expect(Math.abs((paused / lengthMs) * 100 - asked)).toBeLessThan(0.5);
});

test('the target always runs for a part of the period, even when pauses are owed', () => {
  const cycle = nextCycle(90, 10_000, 0.5, 60_000);
  expect(cycle.runMs).toBeGreaterThan(7);
  expect(cycle.pauseMs).toBeLessThan(250);
  expect(nextCycle(0, 0, 0.5, 60_000)).toEqual({ pauseMs: 0, runMs: 250 });
});
