/**
 * Goal: the figures of `/proc` are read right, and those it does not give are not made up.
 * Method: excerpts of real files, then our own process and its real memory.
 */
import { describe, expect, it } from 'vitest';
import {
  createLinuxHostReader,
  parseCpu,
  parseIo,
  parseMeminfo,
  parseStall,
  readLinuxTree,
} from '../../../runtime/sampling/linux.ts';

const isLinux = process.platform === 'linux';

describe('files of /proc', () => {
  it('give busy and total time, guests not counted twice', () => {
    const text = 'cpu  100 20 30 400 50 6 7 8 90 9\ncpu0 1 1 1 1 1 1 1 1 1 1\n';
    expect(parseCpu(text)).toEqual({ cpuBusyMs: 1_710, cpuTotalMs: 6_210 });
    expect(parseCpu('cpu0 1 2 3 4 5\n')).toBeNull();
    expect(parseCpu('')).toBeNull();
  });

  it('give memory; old kernels do not say what is available', () => {
    const text = 'MemTotal:       1000 kB\nMemFree:         100 kB\nMemAvailable:    300 kB\n';
    expect(parseMeminfo(text)).toEqual({
      memoryTotalBytes: 1_024_000,
      memoryAvailableBytes: 307_200,
    });
    expect(parseMeminfo('MemTotal: 1000 kB\nMemFree: 100 kB\n')?.memoryAvailableBytes).toBe(
      102_400,
    );
    expect(parseMeminfo('')).toBeNull();
  });

  it('give stalls in microseconds, or nothing', () => {
    const text =
      'some avg10=0.00 avg60=0.00 avg300=0.00 total=1234567\n' +
      'full avg10=0.00 avg60=0.00 avg300=0.00 total=1\n';
    expect(parseStall(text)).toBe(1_234.567);
    expect(parseStall('')).toBeNull();
  });

  it('give bytes that reached a disk, unless they are not ours to know', () => {
    const text =
      'rchar: 1\nwchar: 2\nread_bytes: 4096\nwrite_bytes: 8192\ncancelled_write_bytes: 1\n';
    expect(parseIo(text)).toEqual({ readBytes: 4_096, writeBytes: 8_192 });
    expect(parseIo('')).toBeNull();
  });
});

describe.runIf(isLinux)('this machine', () => {
  it('is read whole', () => {
    const reading = createLinuxHostReader()();
    expect(reading?.cpuTotalMs).toBeGreaterThan(reading?.cpuBusyMs ?? 0);
    expect(reading?.memoryTotalBytes).toBeGreaterThan(reading?.memoryAvailableBytes ?? 0);
  });

  it('tells of our process what Node tells of it', () => {
    const usedMs = () => Object.values(process.cpuUsage()).reduce((a, b) => a + b, 0) / 1_000;
    const beforeMs = usedMs();
    const reading = readLinuxTree([process.pid]);
    const afterMs = usedMs();
    const rss = process.memoryUsage.rss();
    expect(reading?.processes).toBe(1);
    expect(Math.abs((reading?.rssBytes ?? 0) / rss - 1)).toBeLessThan(0.25);
    // The kernel rounds to ticks here and divides by another rule there: by 1.3 % of what a busy
    // process had used, as seen.
    expect(reading?.cpuMs).toBeGreaterThanOrEqual(beforeMs * 0.95 - 40);
    expect(reading?.cpuMs).toBeLessThanOrEqual(afterMs * 1.05 + 40);
    expect(reading?.rootPeakRssBytes).toBeGreaterThanOrEqual(rss * 0.75);
    expect(reading?.threads).toBeGreaterThan(1);
    expect(reading?.fds).toBeGreaterThan(2);
  });

  it('says that a tree is gone when it is gone, and leaves out a dead member', () => {
    expect(readLinuxTree([])).toBeNull();
    expect(readLinuxTree([2 ** 22 + 1])).toBeNull();
    expect(readLinuxTree([process.pid, 2 ** 22 + 1])?.processes).toBe(1);
  });
});
