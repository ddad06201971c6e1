/** Goal: chunks suit rate and disk. Method: properties over rates and the last chunk's time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunkBytes, chunkMaxBytes, chunkMinBytes } from '../../stressors/disk.ts';

const rate = fc.double({ min: 1, max: 1e10, noNaN: true });

test('a chunk is whole pages within its bounds, and grows with the rate', () => {
  fc.assert(
    fc.property(rate, rate, (one, other) => {
      const [low, high] = [Math.min(one, other), Math.max(one, other)];
      const chunk = chunkBytes(low, null);
      expect(chunk % 4096).toBe(0);
      expect(chunk).toBeGreaterThanOrEqual(chunkMinBytes);
      expect(chunk).toBeLessThanOrEqual(chunkMaxBytes);
      expect(chunkBytes(high, null)).toBeGreaterThanOrEqual(chunk);
    }),
  );
});

test('a slow sync is answered by a smaller chunk, a quick one is not', () => {
  const bytesPerS = 256 * 1024 * 1024;
  expect(chunkBytes(bytesPerS, { bytes: chunkMaxBytes, ms: 200 })).toBe(chunkMaxBytes / 4);
  expect(chunkBytes(bytesPerS, { bytes: chunkMaxBytes, ms: 20 })).toBe(chunkMaxBytes);
});
