/**
 * Goal: instants and lengths are written as other formats want them. Method: the platform's own
 * calendar as the oracle for random instants; lengths put together again.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rfc3339, rustDuration } from '../../../machines/report/instant.ts';

it('writes the same date and time as the platform', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 253_402_300_799_999 }), (wallMs) => {
      expect(rfc3339(wallMs)).toBe(new Date(wallMs).toISOString());
    }),
    { numRuns: 1_000 },
  );
  expect(rfc3339(951_782_400_000)).toBe('2000-02-29T00:00:00.000Z');
});

it('writes a length as whole seconds and nanoseconds, and no less than nothing', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 86_400_000, noNaN: true }), (ms) => {
      const { secs, nanos } = rustDuration(ms);
      expect([Number.isInteger(secs), Number.isInteger(nanos), nanos < 1e9]).toEqual([
        true,
        true,
        true,
      ]);
      expect(Math.abs(secs * 1e3 + nanos / 1e6 - ms)).toBeLessThan(1e-5);
    }),
  );
  expect([rustDuration(-1), rustDuration(1_999.9999999)]).toEqual([
    { secs: 0, nanos: 0 },
    { secs: 2, nanos: 0 },
  ]);
});
