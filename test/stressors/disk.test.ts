/**
 * Goal: chunks suit rate and disk, and the ring suits limit and space. Method: properties over rates
 * and the last chunk's time; the ring at its edges.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  chunkBytes,
  chunkMaxBytes,
  chunkMinBytes,
  ringAllowed,
  ringMaxBytes,
} from '../../stressors/disk.ts';

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

const mib = 1024 * 1024;
const roomy = { totalBytes: 10_000 * mib, freeBytes: 5_000 * mib };
const floor = 'A tenth of the file system is kept free.';

test('a limit below one chunk is told as what it is, and still written to', () => {
  const view = { fileBytes: 0, space: roomy };
  const small = (bytes: number): string =>
    `Its part of limits.disk is ${bytes} bytes, and a chunk has ${chunkMinBytes}.`;
  expect(
    [0, 4_095, 20_000, chunkMinBytes, 2 ** 40].map((limitBytes) =>
      ringAllowed({ ...view, limitBytes }),
    ),
  ).toEqual([
    { bytes: 0, limit: small(0) },
    { bytes: 0, limit: small(4_095) },
    { bytes: 16_384, limit: small(20_000) },
    { bytes: chunkMinBytes, limit: null },
    { bytes: ringMaxBytes, limit: null },
  ]);
});

test('the ring grows above the floor only, and again when space comes back', () => {
  const at = (fileBytes: number, freeBytes: number) =>
    ringAllowed({ limitBytes: 64 * mib, fileBytes, space: { ...roomy, freeBytes } });
  expect(at(0, 1_002 * mib)).toEqual({ bytes: 2 * mib, limit: floor });
  expect(at(2 * mib, 999 * mib)).toEqual({ bytes: 2 * mib, limit: floor });
  expect(at(0, 0)).toEqual({ bytes: 0, limit: floor });
  expect(at(2 * mib, 1_010 * mib)).toEqual({ bytes: 12 * mib, limit: null });
  expect(at(12 * mib, 2_000 * mib)).toEqual({ bytes: 64 * mib, limit: null });
});
