/**
 * Readings where there is no `/proc`: what Node's own `os` module and `ps` give. The rest is null.
 *
 * @spec timeline backends
 */
import { execFileSync } from 'node:child_process';
import { cpus, freemem, totalmem } from 'node:os';
import type { HostReading, TreeReading } from '../../machines/hands/rates.ts';

export function readPortableHost(): HostReading | null {
  let total = 0;
  let idle = 0;
  for (const { times } of cpus()) {
    total += times.user + times.nice + times.sys + times.idle + times.irq;
    idle += times.idle;
  }
  return {
    cpuBusyMs: total - idle,
    cpuTotalMs: total,
    memoryTotalBytes: totalmem(),
    memoryAvailableBytes: freemem(),
  };
}

/** Memory and CPU time from `ps`; threads and descriptors are not told, and count as zero. */
export function readPortableTree(pids: readonly number[]): TreeReading | null {
  if (pids.length === 0 || process.platform === 'win32') return null;
  try {
    const text = execFileSync('ps', ['-o', 'rss=,time=', '-p', pids.join(',')], {
      encoding: 'utf8',
      env: { LC_ALL: 'C', PATH: process.env.PATH ?? '/bin:/usr/bin' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return sumOfPs(text);
  } catch {
    return null;
  }
}

export function sumOfPs(text: string): TreeReading | null {
  const rows = text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((row) => row.length === 2);
  if (rows.length === 0) return null;
  const sum = (of: (row: readonly string[]) => number): number =>
    rows.reduce((total, row) => total + of(row), 0);
  return {
    cpuMs: sum(([, time]) => milliseconds(time ?? '')),
    rssBytes: sum(([kib]) => Number(kib) * 1024),
    readBytes: null,
    writeBytes: null,
    threads: 0,
    fds: 0,
    processes: rows.length,
  };
}

/** `[[days-]hours:]minutes:seconds[.hundredths]` */
function milliseconds(time: string): number {
  const [clock, days] = time.split('-').reverse();
  const parts = (clock ?? '').split(':').map(Number);
  const seconds = parts.reduce((total, part) => total * 60 + part, 0);
  return (Number(days ?? 0) * 86_400 + seconds) * 1000;
}
