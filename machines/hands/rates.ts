/**
 * Two readings of the running totals make one sample of rates. A figure that the system did not
 * give in both readings is null, and a total that went backwards (a process left) counts as zero.
 *
 * @spec timeline execution semantics
 */
import type { GroupPressure, HostSample, TreeSample } from './samples.ts';

/** Running totals and levels of one process tree; null where the system does not say. */
export interface TreeReading {
  readonly cpuMs: number | null;
  readonly rssBytes: number;
  readonly readBytes: number | null;
  readonly writeBytes: number | null;
  readonly threads: number;
  readonly fds: number;
  readonly processes: number;
  /** Most memory that the root process ever held, where the system remembers. */
  readonly rootPeakRssBytes?: number;
  /** Stall times of the tree's own control group, where there is one that tells. */
  readonly stalls?: StallReading;
}

/** Total stall times in milliseconds (`some`); null for what the system does not tell. */
export interface StallReading {
  readonly cpuMs: number | null;
  readonly memoryMs: number | null;
  readonly ioMs: number | null;
}

export interface HostReading {
  /** Busy and total CPU milliseconds over all cores since boot. */
  readonly cpuBusyMs: number;
  readonly cpuTotalMs: number;
  readonly memoryTotalBytes: number;
  readonly memoryAvailableBytes: number;
  /** Total stall time in milliseconds since boot (`some`), where the system tells. */
  readonly cpuStallMs?: number;
  readonly memoryStallMs?: number;
  readonly ioStallMs?: number;
  /** Requests to disks that were completed since boot, and the time that they took together. */
  readonly ioRequests?: number;
  readonly ioRequestMs?: number;
}

/** `elapsedMs` is the monotonic time between the readings; without a first one rates are null. */
export function hostSample(
  before: HostReading | null,
  after: HostReading | null,
  elapsedMs: number,
): HostSample | null {
  if (after === null) return null;
  const total = before === null ? 0 : after.cpuTotalMs - before.cpuTotalMs;
  const busy = before === null ? 0 : after.cpuBusyMs - before.cpuBusyMs;
  return {
    cpuLoad: total > 0 ? share(busy / total) : null,
    memoryUsed:
      after.memoryTotalBytes > 0
        ? share(1 - after.memoryAvailableBytes / after.memoryTotalBytes)
        : null,
    cpuPressure: stall(before?.cpuStallMs, after.cpuStallMs, elapsedMs),
    memoryPressure: stall(before?.memoryStallMs, after.memoryStallMs, elapsedMs),
    ioPressure: stall(before?.ioStallMs, after.ioStallMs, elapsedMs),
    ...(after.ioRequests === undefined ? {} : { ioLatencyMs: latency(before, after) }),
  };
}

function latency(before: HostReading | null, after: HostReading): number | null {
  const { ioRequests, ioRequestMs } = before ?? {};
  if (ioRequests === undefined || ioRequestMs === undefined) return null;
  const requests = (after.ioRequests ?? 0) - ioRequests;
  return requests > 0 ? Math.max(0, (after.ioRequestMs ?? 0) - ioRequestMs) / requests : 0;
}

/** Null when the tree is gone. Rates are null until there are two readings of the same tree. */
export function treeSample(
  before: TreeReading | null,
  after: TreeReading | null,
  elapsedMs: number,
): TreeSample | null {
  if (after === null) return null;
  const perSecond = (from: number | null | undefined, to: number | null): number | null =>
    rate(from ?? null, to, elapsedMs / 1000);
  return {
    cpu: rate(before?.cpuMs ?? null, after.cpuMs, elapsedMs),
    rssBytes: after.rssBytes,
    readBytesPerS: perSecond(before?.readBytes, after.readBytes),
    writeBytesPerS: perSecond(before?.writeBytes, after.writeBytes),
    threads: after.threads,
    fds: after.fds,
    processes: after.processes,
    ...(after.stalls === undefined
      ? {}
      : { pressure: pressureOf(before?.stalls, after.stalls, elapsedMs) }),
  };
}

function pressureOf(
  before: StallReading | undefined,
  after: StallReading,
  elapsedMs: number,
): GroupPressure {
  return {
    cpu: stall(before?.cpuMs, after.cpuMs, elapsedMs),
    memory: stall(before?.memoryMs, after.memoryMs, elapsedMs),
    io: stall(before?.ioMs, after.ioMs, elapsedMs),
  };
}

function rate(before: number | null, after: number | null, elapsed: number): number | null {
  if (before === null || after === null || !(elapsed > 0)) return null;
  return Math.max(0, after - before) / elapsed;
}

function stall(
  before: number | null | undefined,
  after: number | null | undefined,
  elapsedMs: number,
): number | null {
  const stalled = rate(before ?? null, after ?? null, elapsedMs);
  return stalled === null ? null : share(stalled);
}

function share(value: number): number {
  return Math.min(1, Math.max(0, value));
}
