/**
 * Limits count for all stressors together, and each stressor keeps its own: so each event gets
 * its part of them, in proportion to what it asks for beside those that run at the same time.
 * Where all that is asked for fits into the limit, every part is at least what its event asks. An
 * event that waits may come at any time from its earliest on, so it is beside all that come later.
 *
 * @spec timeline execution semantics
 */
import type { Limits, Plan, PlannedEvent } from './timeline.ts';

/** At any moment the parts of the events that run add up to the limit at most. */
export function limitShare(plan: Pick<Plan, 'limits' | 'events'>, event: PlannedEvent): Limits {
  const { memory, diskBytes } = plan.limits;
  const share = claimOf(event) / mostClaimed(plan.events, event);
  return {
    memory:
      'bytes' in memory
        ? { bytes: Math.floor(memory.bytes * share) }
        : { percent: memory.percent * share },
    diskBytes: Math.floor(diskBytes * share),
  };
}

/** Memory is claimed by dose; a scratch file's size does not depend on the rate of its writes. */
function claimOf({ axis, dose }: PlannedEvent): number {
  return axis === 'memory' ? Math.max(dose.from, dose.to) : 1;
}

/** The most that is claimed at one moment of the event; sums only grow where an event starts. */
function mostClaimed(events: readonly PlannedEvent[], event: PlannedEvent): number {
  const endMs = latestEndOf(event);
  const rivals = events.filter(({ axis }) => axis === event.axis);
  const starts = rivals.map(({ startMs }) => startMs);
  return Math.max(
    ...starts
      .filter((atMs) => event.startMs <= atMs && atMs < endMs)
      .map((atMs) =>
        rivals
          .filter((rival) => rival.startMs <= atMs && atMs < latestEndOf(rival))
          .reduce((sum, rival) => sum + claimOf(rival), 0),
      ),
  );
}

function latestEndOf({ start, startMs, durationMs }: PlannedEvent): number {
  return start === undefined ? startMs + durationMs : Number.POSITIVE_INFINITY;
}
