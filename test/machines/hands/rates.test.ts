/**
 * Goal: rates are over the time that really passed, and what is not known is null, not zero.
 * Method: pairs of readings with known differences.
 */
import { describe, expect, it } from 'vitest';
import { hostSample, treeSample } from '../../../machines/hands/rates.ts';

const host = {
  cpuBusyMs: 1_000,
  cpuTotalMs: 10_000,
  memoryTotalBytes: 1_000,
  memoryAvailableBytes: 250,
  cpuStallMs: 10,
  ioStallMs: 0,
};
const tree = {
  cpuMs: 100,
  rssBytes: 5_000,
  readBytes: 0,
  writeBytes: 1_000,
  threads: 2,
  fds: 3,
  processes: 1,
};

describe('the host', () => {
  it('is told as shares', () => {
    const after = { ...host, cpuBusyMs: 1_750, cpuTotalMs: 11_000, cpuStallMs: 60, ioStallMs: 600 };
    expect(hostSample(host, after, 500)).toEqual({
      cpuLoad: 0.75,
      memoryUsed: 0.75,
      cpuPressure: 0.1,
      memoryPressure: null,
      ioPressure: 1,
    });
  });

  it('has levels but no rates in the first reading', () => {
    expect(hostSample(null, host, 0)).toEqual({
      cpuLoad: null,
      memoryUsed: 0.75,
      cpuPressure: null,
      memoryPressure: null,
      ioPressure: null,
    });
  });

  it('is not known when it cannot be read, nor is a load over no time', () => {
    expect(hostSample(host, null, 500)).toBeNull();
    expect(hostSample(host, host, 500)?.cpuLoad).toBeNull();
    expect(hostSample(host, { ...host, memoryTotalBytes: 0 }, 500)?.memoryUsed).toBeNull();
  });
});

describe('the tree', () => {
  it('is told in cores and bytes a second', () => {
    const after = { ...tree, cpuMs: 850, readBytes: 2_000, writeBytes: 500, processes: 2 };
    expect(treeSample(tree, after, 500)).toEqual({
      cpu: 1.5,
      rssBytes: 5_000,
      readBytesPerS: 4_000,
      // A process that left took its bytes along.
      writeBytesPerS: 0,
      threads: 2,
      fds: 3,
      processes: 2,
    });
  });

  it('has no rates without a reading before, over no time, or where one side is unknown', () => {
    expect(treeSample(null, tree, 500)).toMatchObject({ cpu: null, readBytesPerS: null });
    expect(treeSample(tree, tree, 0)).toMatchObject({ cpu: null, writeBytesPerS: null });
    expect(treeSample({ ...tree, readBytes: null }, tree, 500)?.readBytesPerS).toBeNull();
    expect(treeSample(tree, { ...tree, cpuMs: null }, 500)?.cpu).toBeNull();
  });

  it('is gone when it is gone', () => {
    expect(treeSample(tree, null, 500)).toBeNull();
  });
});
