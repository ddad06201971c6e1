/**
 * Proof that giving way happened: the dose that the stressors of an axis deliver before and after
 * a change, as they measured it, against what the rule leaves them or the plan asks. What the
 * stressors themselves hold to be asked proves nothing: one that never heard of the change would
 * agree with itself. A measurement counts when the whole of its span lies after the change.
 *
 * @spec timeline phase 3
 */
import type { PlannedRule } from './constraint.ts';

/** A stressor measures over half a second. */
export const measureSpanMs = 500;
/** This share of the way from the dose before to the one that is due may be missed. */
export const effectTolerance = 0.15;

export interface Measurement {
  readonly clipId: string;
  readonly atMs: number;
  readonly delivered: number;
}

/** A measurement of an event that runs, beside what its plan asks over the same span. */
export interface Measured extends Measurement {
  readonly planned: number;
}

/** A change whose effect is waited for. */
export interface Awaited {
  readonly to: 'applied' | 'released';
  readonly rule: Pick<PlannedRule, 'action' | 'cap'>;
  readonly changedMs: number;
  /** No later than this. */
  readonly deadlineMs: number;
  /** Delivered by all running events of the axis before, as far as it was measured. */
  readonly before: number;
}

export interface Effect {
  readonly before: number;
  readonly after: number;
  /** The most that the rule leaves, where it applies; what the plan asks, where it is released. */
  readonly asked: number;
  readonly proved: boolean;
  readonly afterMs: number;
}

/** Sum over the latest measurement of each running event. */
export function deliveredBy(latest: Iterable<Pick<Measurement, 'delivered'>>): number {
  let sum = 0;
  for (const { delivered } of latest) sum += delivered;
  return sum;
}

/**
 * What can be said at `nowMs`, given the latest measurement of each running event; null while
 * it must still be waited. It is not whole as long as an event that ran at the change was never
 * measured.
 */
export function effectOf(
  awaited: Awaited,
  latest: readonly Measured[],
  nowMs: number,
  isWhole = true,
): Effect | null {
  const { to, before, changedMs, deadlineMs } = awaited;
  const isFresh = isWhole && latest.every(({ atMs }) => atMs - measureSpanMs >= changedMs);
  const isOver = nowMs >= deadlineMs;
  if (!isFresh && !isOver) return null;
  const after = deliveredBy(latest);
  const asked = to === 'applied' ? leftBy(awaited.rule, latest) : plannedBy(latest);
  const slack = effectTolerance * Math.max(asked, Math.abs(asked - before));
  const reached = to === 'applied' ? after <= asked + slack : after >= asked - slack;
  const proved = isFresh && reached;
  if (!proved && !isOver) return null;
  return { before, after, asked, proved, afterMs: Math.max(0, nowMs - changedMs) };
}

/** The most that a rule leaves to the events that run: to each of them, or to all together. */
function leftBy({ action, cap }: Awaited['rule'], latest: readonly Measured[]): number {
  return action.do === 'cap' ? cap : cap * latest.length;
}

function plannedBy(latest: readonly Measured[]): number {
  return latest.reduce((sum, { planned }) => sum + planned, 0);
}
