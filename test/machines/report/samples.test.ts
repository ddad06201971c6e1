/**
 * Goal: samples come back from their columns as they went in, and there is a limit that is told.
 * Method: more samples than a chunk holds, figures that are missing, a small limit.
 */
import { expect, it } from 'vitest';
import { createSamples, type SampleTaken } from '../../../machines/report/samples.ts';

function sampleAt(atMs: number, cpuLoad: number | null = 0.5): SampleTaken {
  const host = { cpuLoad, memoryUsed: 0.25, cpuPressure: null, memoryPressure: 0, ioPressure: 0 };
  return { atMs, tick: 1, missed: 0, overheadMs: 0.125, host, target: null };
}

it('keeps every figure across chunks, and NaN where there was none', () => {
  const samples = createSamples();
  for (let row = 0; row < 10_000; row += 1)
    samples.append(sampleAt(row * 500, row % 2 ? row : null));
  expect([samples.kept, samples.notKept, samples.reach]).toEqual([
    10_000,
    0,
    { firstMs: 0, lastMs: 4_999_500 },
  ]);
  expect(samples.figure(9_999, 'at_ms')).toBe(4_999_500);
  expect(samples.figure(4_097, 'cpu_load')).toBe(4_097);
  expect([samples.figure(2, 'cpu_load'), samples.figure(3, 'rss_bytes')]).toEqual([NaN, NaN]);
  expect([...samples.figures([0, 1, 2, 3], 'cpu_load')]).toEqual([1, 3]);
});

it('counts what is beyond its limit instead of keeping it', () => {
  const samples = createSamples(3);
  for (let row = 0; row < 5; row += 1) samples.append(sampleAt(row));
  expect([samples.kept, samples.notKept, samples.figure(3, 'at_ms')]).toEqual([3, 2, NaN]);
});
