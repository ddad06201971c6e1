/**
 * Axis disk: bytes a second that reached the disk, each chunk followed by `fdatasync`. The
 * scratch file is a ring inside the quota; it has no name once it is open, so nothing is left.
 *
 * @spec timeline platform strategy
 */
import type { DoseTable } from '../machines/timeline/axis.ts';
import type { Load } from './load.ts';

const mib = 1024 * 1024;

export const diskDoses: DoseTable = {
  axis: 'disk',
  unit: 'bytes/s',
  scale: 'absolute',
  light: 4 * mib,
  medium: 16 * mib,
  heavy: 64 * mib,
  extreme: 256 * mib,
  full: 256 * mib,
};

export const diskLoad: Load = {
  doses: diskDoses,
  threads: () => 1,
  details: ['fsyncs', 'fsync_ms_mean', 'fsync_ms_max', 'ring_bytes'],
  shortfall: 'The disk takes no more.',
  reusable: true,
};

/** Largest scratch file, whatever the quota allows. */
export const ringMaxBytes = 256 * mib;
/** Share of the file system that always stays free. */
export const diskFloorShare = 0.1;
/** Debt that is remembered: a slow disk is not asked to make good more than this. */
export const diskWindupMs = 250;

export const chunkMinBytes = 64 * 1024;
export const chunkMaxBytes = 4 * mib;
/** A write and sync longer than this is answered by smaller chunks: a stop must not wait. */
const syncAimMs = 50;
/** Chunks a second that are aimed at. */
const chunksPerS = 40;

/** What a ring may be made of. */
export const pageBytes = 4096;

export interface RingView {
  /** The event's part of `limits.disk`. */
  readonly limitBytes: number;
  /** Bytes that the scratch file holds by now. */
  readonly fileBytes: number;
  readonly space: { readonly totalBytes: number; readonly freeBytes: number };
}

export interface Ring {
  readonly bytes: number;
  /** What keeps the ring below one chunk, in words for people. */
  readonly limit: string | null;
}

/**
 * How large the ring may be now, in whole pages: within the limit, and growing only above the
 * floor. What the file holds already is written again without taking more.
 */
export function ringAllowed({ limitBytes, fileBytes, space }: RingView): Ring {
  const quotaBytes = Math.min(ringMaxBytes, wholePages(limitBytes));
  const scarce =
    quotaBytes < chunkMinBytes
      ? `Its part of limits.disk is ${limitBytes} bytes, and a chunk has ${chunkMinBytes}.`
      : null;
  if (fileBytes >= quotaBytes) return { bytes: quotaBytes, limit: scarce };
  const room = space.freeBytes - space.totalBytes * diskFloorShare;
  const allowed = wholePages(fileBytes + Math.max(0, room));
  if (allowed >= quotaBytes) return { bytes: quotaBytes, limit: scarce };
  return {
    bytes: allowed,
    limit: allowed < chunkMaxBytes ? 'A tenth of the file system is kept free.' : scarce,
  };
}

function wholePages(bytes: number): number {
  return Math.floor(bytes / pageBytes) * pageBytes;
}

/** Size of the next chunk: page-aligned, by the rate, cut where the disk was slow. */
export function chunkBytes(bytesPerS: number, last: { bytes: number; ms: number } | null): number {
  const even = bytesPerS / chunksPerS;
  const slow = last !== null && last.ms > syncAimMs;
  const wanted = slow ? Math.min(even, (last.bytes * syncAimMs) / last.ms) : even;
  const whole = Math.round(wanted / pageBytes) * pageBytes;
  return Math.min(chunkMaxBytes, Math.max(chunkMinBytes, whole));
}
