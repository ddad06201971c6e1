/**
 * Goal: other systems give what they can.
 * Method: lines of `ps` as macOS and BSD print them, and Node's own figures here.
 */
import { describe, expect, it } from 'vitest';
import { readPortableHost, readPortableTree, sumOfPs } from '../../../runtime/sampling/portable.ts';

describe('ps', () => {
  it('sums memory and time in every form of it', () => {
    expect(sumOfPs('  1024   0:01.50\n 2048 1:02:03\n    1 2-00:00:01\n')).toEqual({
      cpuMs: 1_500 + 3_723_000 + 172_801_000,
      rssBytes: 3_073 * 1024,
      readBytes: null,
      writeBytes: null,
      threads: 0,
      fds: 0,
      processes: 3,
    });
  });

  it('says nothing of nobody', () => {
    expect(sumOfPs('')).toBeNull();
    expect(readPortableTree([])).toBeNull();
  });
});

describe('the host', () => {
  it('is told by Node, without pressure', () => {
    const reading = readPortableHost();
    expect(reading?.cpuTotalMs).toBeGreaterThan(reading?.cpuBusyMs ?? 0);
    expect(reading?.memoryTotalBytes).toBeGreaterThan(0);
    expect(reading).not.toHaveProperty('cpuStallMs');
  });
});
