/**
 * Axis concurrency: threads that are runnable at the same time. A fixed number of tickets goes
 * round among the threads; who holds one works for a slice and hands it to the longest waiting
 * thread, so that there are as many runnable threads as tickets, and a context switch per slice.
 *
 * @spec timeline platform strategy
 */
import type { DoseTable } from '../machines/timeline/axis.ts';
import { threadMax } from './board.ts';
import type { Load } from './load.ts';

export const concurrencyDoses: DoseTable = {
  axis: 'concurrency',
  unit: 'threads',
  scale: 'per-cpu',
  light: 2,
  medium: 4,
  heavy: 8,
  extreme: 16,
  full: 32,
};

/** Thread 0 deals the tickets and measures; it is no load. */
export const concurrencyLoad: Load = {
  doses: concurrencyDoses,
  threads: (peak) => Math.min(threadMax, 2 + Math.ceil(peak * correctionMax)),
  details: ['threads', 'switches_per_s', 'handovers'],
  shortfall: 'The threads were not runnable often enough: too few of them, or none free.',
  reusable: true,
};

/** Work between two looks at the board, in milliseconds of wall-clock time. */
export const workSliceMs = 3;
const slicesMax = 16;

/**
 * Slices that a thread works before it hands over. With many threads to a core the scheduler
 * switches by itself, and a thread that is preempted while it hands over holds up all others.
 */
export function slicesPerTurn(tickets: number, cores: number): number {
  return Math.min(slicesMax, Math.max(1, Math.round(tickets / cores / 2)));
}

/**
 * Bounds of the factor that feedback puts on the asked number of tickets. Few tickets need less:
 * a thread that has just handed over is still runnable for a moment beside its successor.
 */
const correctionMin = 0.5;
const correctionMax = 1.15;
const gain = 0.3;

/** Deals tickets so that the measured number of runnable threads is the asked one. */
export class Dealer {
  private correction = 1;
  private rest = 0;

  /** Feedback over one window: both are means over it. */
  learn(asked: number, measured: number): void {
    if (asked <= 0) return;
    const next = this.correction + gain * (1 - measured / asked);
    this.correction = Math.min(correctionMax, Math.max(correctionMin, next));
  }

  /** Whole tickets for the next period; the fraction is carried on, so that means are exact. */
  tickets(asked: number, most: number): number {
    const wanted = asked * this.correction + this.rest;
    const whole = Math.min(most, Math.max(0, Math.round(wanted)));
    this.rest = Math.min(1, Math.max(-1, wanted - whole));
    return whole;
  }
}
