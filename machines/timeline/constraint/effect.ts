/**
 * Proof that giving way happened: the dose that the stressors of an axis deliver before and after
 * a change, as they measured it. A measurement counts when the whole of its span lies after the
 * change.
 *
 * @spec timeline phase 3
 */

/** A stressor measures over half a second. */
export const measureSpanMs = 500;
/** What is asked may be missed by this share of the dose before, and still count as reached. */
export const effectTolerance = 0.15;

export interface Measurement {
  readonly clipId: string;
  readonly atMs: number;
  readonly asked: number;
  readonly delivered: number;
}

/** A change whose effect is waited for. */
export interface Awaited {
  readonly to: 'applied' | 'released';
  readonly changedMs: number;
  /** No later than this. */
  readonly deadlineMs: number;
  /** Delivered by all running events of the axis before. */
  readonly before: number;
}

export interface Effect {
  readonly before: number;
  readonly after: number;
  readonly asked: number;
  readonly proved: boolean;
  readonly afterMs: number;
}

/** Sum over the latest measurement of each running event. */
export function deliveredBy(latest: Iterable<Measurement>): number {
  let sum = 0;
  for (const { delivered } of latest) sum += delivered;
  return sum;
}

/**
 * What can be said at `nowMs`, given the latest measurement of each running event; null while
 * it must still be waited.
 */
export function effectOf(
  awaited: Awaited,
  latest: readonly Measurement[],
  nowMs: number,
): Effect | null {
  const isFresh = latest.every(({ atMs }) => atMs - measureSpanMs >= awaited.changedMs);
  const isOver = nowMs >= awaited.deadlineMs;
  if (!isFresh && !isOver) return null;
  const after = deliveredBy(latest);
  const asked = latest.reduce((sum, measurement) => sum + measurement.asked, 0);
  const { before, changedMs } = awaited;
  const slack = effectTolerance * Math.max(before, asked);
  const reached = awaited.to === 'applied' ? after <= asked + slack : after >= asked - slack;
  const proved = isFresh && reached;
  if (!proved && !isOver) return null;
  return { before, after, asked, proved, afterMs: Math.max(0, nowMs - changedMs) };
}
