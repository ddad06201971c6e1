/**
 * Axis time: the share of time for which the target's processes are paused, by SIGSTOP and
 * SIGCONT in a duty cycle with seeded jitter. Whatever happens, they are left continued.
 *
 * @spec timeline platform strategy
 */
import type { DoseTable } from '../machines/timeline/axis.ts';
import type { Load } from './load.ts';

export const timeDoses: DoseTable = {
  axis: 'time',
  unit: 'percent',
  scale: 'absolute',
  light: 5,
  medium: 15,
  heavy: 35,
  extreme: 60,
  full: 90,
};

export const timeLoad: Load = {
  doses: timeDoses,
  threads: () => 1,
  details: ['pauses', 'processes'],
  shortfall: 'The target could not be paused as asked: it has ended, or pauses came late.',
  reusable: true,
};

export const timeWindupMs = 500;
const periodMs = 250;
const jitter = 0.2;
/** The target runs for at least this share of a period, even when pauses are owed. */
const runShareMin = 0.03;
/** Shorter pauses than this are saved up for a later period. */
const pauseMinMs = 3;

export interface Cycle {
  readonly pauseMs: number;
  readonly runMs: number;
}

/**
 * The next period. `owedMs` is pause time owed from before, `chance` uniform in [0, 1). The last
 * period takes all that is left of the event, so that it is as true to the dose as the others.
 */
export function nextCycle(percent: number, owedMs: number, chance: number, leftMs: number): Cycle {
  const usual = periodMs * (1 + jitter * (2 * chance - 1));
  const length = leftMs < usual * 1.5 ? leftMs : usual;
  const wanted = (length * percent) / 100 + owedMs;
  const pauseMs = Math.min(length * (1 - runShareMin), Math.max(0, wanted));
  return pauseMs < pauseMinMs
    ? { pauseMs: 0, runMs: length }
    : { pauseMs, runMs: length - pauseMs };
}
