/**
 * Axis memory: bytes that are resident, touched and incompressible. Held in granules of 1 MiB
 * and steered on the measured resident size of the process above its size before the start.
 *
 * The account starts when the time is over that growing to the first dose takes at 512 MiB/s
 * (at most half of the event), because nobody can hold at once what must first be written.
 *
 * @spec timeline platform strategy
 */

import type { DoseTable } from '../machines/timeline/axis.ts';
import type { Load } from './load.ts';

export const memoryDoses: DoseTable = {
  axis: 'memory',
  unit: 'bytes',
  scale: 'share-of-memory',
  light: 0.05,
  medium: 0.15,
  heavy: 0.4,
  extreme: 0.8,
  full: 0.9,
};

export const memoryLoad: Load = {
  doses: memoryDoses,
  threads: () => 1,
  details: ['rss_peak_bytes', 'granules'],
  shortfall: 'The system did not give the memory in time, or swapped it out.',
  reusable: false,
};

export const granuleBytes = 1024 * 1024;
/** Growth between two looks at the host's free memory. */
const batchMax = 16;
/** Granules above the asked dose that we may hold when pages of ours were swapped out. */
const slackGranules = 8;
const settleBytesPerMs = (512 * 1024 * 1024) / 1000;

/** Milliseconds of the event that do not count, because the memory is still growing. */
export function settleMs(firstDose: number, lengthMs: number): number {
  return Math.min(lengthMs / 2, firstDose / settleBytesPerMs);
}

export interface MemoryView {
  readonly askedBytes: number;
  readonly capBytes: number;
  /** Resident size above the baseline. */
  readonly riseBytes: number;
  readonly held: number;
  readonly availableBytes: number;
  readonly floorBytes: number;
}

export interface MemoryMove {
  /** Granules to take, or to give back when negative. */
  readonly granules: number;
  readonly limit: 'none' | 'cap' | 'floor';
}

/** The next move; the host's floor goes before our cap, our cap before the dose. */
export function memoryMove(view: MemoryView): MemoryMove {
  const goal = Math.min(view.askedBytes, view.capBytes);
  const capped = view.askedBytes > view.capBytes ? 'cap' : 'none';
  const room = Math.floor((view.availableBytes - view.floorBytes) / granuleBytes);
  if (room < 0) return { granules: Math.max(-view.held, room), limit: 'floor' };
  const want = Math.round((goal - view.riseBytes) / granuleBytes);
  if (want <= 0) return { granules: Math.max(-view.held, want), limit: capped };
  const most = Math.ceil(goal / granuleBytes) + slackGranules - view.held;
  const grow = Math.max(0, Math.min(want, most, batchMax));
  return room < grow ? { granules: room, limit: 'floor' } : { granules: grow, limit: capped };
}
