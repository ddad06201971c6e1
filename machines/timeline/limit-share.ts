/**
 * Limits count for all stressors together, and each stressor keeps its own: so each event gets
 * its part of them, among as many as may run at the same time as itself.
 *
 * @spec timeline execution semantics
 */
import type { Limits, Plan, PlannedEvent } from './timeline.ts';

/** At any moment the parts of the events that run add up to the limit at most. */
export function limitShare(plan: Pick<Plan, 'limits' | 'events'>, event: PlannedEvent): Limits {
  const { memory, diskBytes } = plan.limits;
  const rivals = plan.events.filter((other) => other.axis === event.axis && meet(other, event));
  const count = Math.max(1, rivals.length);
  return {
    memory:
      'bytes' in memory
        ? { bytes: Math.floor(memory.bytes / count) }
        : { percent: memory.percent / count },
    diskBytes: Math.floor(diskBytes / count),
  };
}

function meet(one: PlannedEvent, other: PlannedEvent): boolean {
  return (
    one.startMs < other.startMs + other.durationMs && other.startMs < one.startMs + one.durationMs
  );
}
