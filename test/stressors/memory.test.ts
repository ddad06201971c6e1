/**
 * Goal: memory is taken up to the dose, never past the cap or the host's floor, and given back.
 * Method: the moves drive a simulated host until nothing moves; the oracle is arithmetic.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { granuleBytes, memoryMove, settleMs } from '../../stressors/memory.ts';

/** Granules held when the moves have come to rest. */
function rest(asked: number, cap: number, free: number, floor: number, start = 0): number {
  let held = start;
  for (let turn = 0; turn < 5000; turn += 1) {
    const { granules } = memoryMove({
      askedBytes: asked * granuleBytes,
      capBytes: cap * granuleBytes,
      riseBytes: held * granuleBytes,
      held,
      availableBytes: (free - held) * granuleBytes,
      floorBytes: floor * granuleBytes,
    });
    if (granules === 0) return held;
    held += granules;
  }
  throw new Error('It never came to rest.');
}

test('it comes to rest at the least of dose, cap and room, from above and from below', () => {
  const size = fc.integer({ min: 0, max: 3000 });
  fc.assert(
    fc.property(size, size, size, size, size, (asked, cap, free, floor, start) => {
      const expected = Math.max(0, Math.min(asked, cap, free - floor));
      expect(rest(asked, cap, free, floor, start)).toBe(expected);
    }),
  );
});

test('pages that were swapped out do not make it take ever more', () => {
  const view = { askedBytes: 100 * granuleBytes, capBytes: 1e12, availableBytes: 1e12 };
  const move = memoryMove({ ...view, riseBytes: 0, held: 108, floorBytes: 0 });
  expect(move).toEqual({ granules: 0, limit: 'none' });
});

test('it says which limit it met', () => {
  const view = { askedBytes: 50 * granuleBytes, riseBytes: 0, held: 0, floorBytes: 0 };
  const ample = { capBytes: 1e12, availableBytes: 1e12 };
  expect(memoryMove({ ...view, ...ample }).limit).toBe('none');
  expect(memoryMove({ ...view, ...ample, capBytes: granuleBytes }).limit).toBe('cap');
  expect(memoryMove({ ...view, ...ample, availableBytes: granuleBytes }).limit).toBe('floor');
});

test('settling takes at most half of the event', () => {
  expect(settleMs(512 * granuleBytes, 10_000)).toBeCloseTo(1000);
  expect(settleMs(512 * granuleBytes, 1000)).toBe(500);
});
