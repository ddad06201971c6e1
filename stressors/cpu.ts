/**
 * Axis cpu: a share of all cores. One burner per core works off a common debt of CPU time that
 * is measured by `process.cpuUsage`, so preemption by others is made good as far as the
 * scheduler's fair share allows.
 *
 * @spec timeline platform strategy
 */
import type { DoseTable } from '../machines/timeline/axis.ts';
import type { Load } from './load.ts';

export const cpuDoses: DoseTable = {
  axis: 'cpu',
  unit: 'percent',
  scale: 'absolute',
  light: 25,
  medium: 50,
  heavy: 75,
  extreme: 100,
  full: 100,
};

export const cpuLoad: Load = {
  doses: cpuDoses,
  threads: (_peak, cores) => cores,
  details: ['cpu_ms'],
  shortfall: 'The fair share of the cores is exhausted: other processes compete for them.',
  reusable: true,
};

/** Longest burn between two looks at the clock of used CPU time: short against a time slice. */
const sliceMaxMs = 2;
/** Least debt worth a burn: below it, waking up costs more than it pays. */
const grainMs = 0.5;
/** Longest sleep, so that `adjust` and `stop` are seen promptly. */
const napMaxMs = 5;
const napMinMs = 0.1;

/** Debt that is remembered: a starved burner catches up on at most this much of the past. */
export const cpuWindupMs = 200;

export type Turn =
  | { readonly kind: 'burn'; readonly ms: number }
  | { readonly kind: 'nap'; readonly ms: number };

/** What a burner does next. `rate` is CPU milliseconds asked per millisecond, over all cores. */
export function cpuTurn(debtMs: number, rate: number): Turn {
  if (debtMs >= grainMs) return { kind: 'burn', ms: Math.min(sliceMaxMs, debtMs) };
  const until = rate > 0 ? (grainMs - debtMs) / rate : napMaxMs;
  return { kind: 'nap', ms: Math.min(napMaxMs, Math.max(napMinMs, until)) };
}
