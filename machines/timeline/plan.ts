/**
 * A timeline meets a host: every event gets its dose, and the peak of each axis is predicted
 * against what the host has.
 *
 * @spec timeline phase 1
 */
import {
  type Axis,
  type DoseTables,
  type DoseUnit,
  doseAt,
  doseOf,
  type HostFacts,
  sideChainOf,
  threadsPerEventMax,
} from './axis.ts';
import type { Constraints, PlannedRule } from './constraint/constraint.ts';
import { curveKnots } from './curve/curve.ts';
import type { Limits, Plan, PlannedEvent, Timeline } from './timeline.ts';

/** Share of memory that the stressors never take, whatever they are asked for. */
export const memoryFloorShare = 0.1;
/** Nice value of target and stressors under priority `polite`; the timekeeper's is 0. */
export const politeNice = 10;

/** Bytes that a limit of memory allows on a host of this size. */
export function memoryCap(limit: Limits['memory'], totalBytes: number): number {
  return 'bytes' in limit ? limit.bytes : (totalBytes * limit.percent) / 100;
}

export function planTimeline(
  timeline: Timeline,
  tables: DoseTables,
  facts: HostFacts,
  timelineHash: string,
): Plan {
  const events = timeline.events.map((event) => {
    const { intensity, durationMs } = event;
    const table = tables[event.axis];
    const sideChain = sideChainOf(intensity, table, facts);
    return {
      ...event,
      dose: doseOf(intensity, table, facts, durationMs),
      ...(sideChain === undefined ? {} : { sideChain }),
    };
  });
  const { constraints, ...rest } = timeline;
  return {
    ...rest,
    ...(constraints === undefined
      ? {}
      : { constraints: planConstraints(constraints, tables, facts) }),
    events,
    timelineHash,
  };
}

function planConstraints(
  { bottleneck, rules }: Constraints,
  tables: DoseTables,
  facts: HostFacts,
): Constraints<PlannedRule> {
  return {
    bottleneck,
    rules: rules.map((rule) => {
      const { axis, action } = rule;
      const cap = 'level' in action ? doseOf(action.level, tables[axis], facts).to : 0;
      return { ...rule, cap };
    }),
  };
}

/** Turns of curves that are looked at for the peak of an axis. */
const knotsMax = 2_000;

/** The most that an axis asks for at one moment. */
export interface Peak {
  readonly axis: Axis;
  readonly unit: DoseUnit;
  /** Sum of the doses of all events that run then. */
  readonly value: number;
  /** Offset of the first moment at which it is asked for. */
  readonly atMs: number;
  readonly events: readonly string[];
  /** What this host can give, in the same unit; null where only trying tells. */
  readonly hostMax: number | null;
}

/**
 * One peak per axis of the plan. Peaks lie at the edges of events, or where a curve turns: of very
 * long rows of cycles only the first ones are looked at.
 */
export function predictPeaks(plan: Plan, facts: HostFacts): readonly Peak[] {
  const axes = [...new Set(plan.lanes.map(({ axis }) => axis))];
  return axes.flatMap((axis) => {
    const events = plan.events.filter((event) => event.axis === axis);
    return peakOf(axis, events, (doses) => hostMaxOf(axis, doses, plan.limits, facts)) ?? [];
  });
}

/** The dose that an event asks for at an offset: none before its start and from its end on. */
export function doseAtOffset(event: PlannedEvent, offsetMs: number): number {
  const progress = along(event, offsetMs);
  return progress < 0 || progress >= 1 ? 0 : doseAt(event.dose, progress);
}

/** At an edge the sum may jump, so it is taken from both sides: as it arrives, as it leaves. */
function peakOf(
  axis: Axis,
  events: readonly PlannedEvent[],
  hostMaxFor: (doses: readonly number[]) => number | null,
): Peak | undefined {
  let peak: Peak | undefined;
  const knotsEach = Math.max(4, Math.floor(knotsMax / Math.max(1, events.length)));
  const edges = events.flatMap(({ startMs, durationMs, dose }) => [
    startMs,
    ...(dose.curve === undefined ? [] : curveKnots(dose.curve, knotsEach)).map(
      (progress) => startMs + progress * durationMs,
    ),
    startMs + durationMs,
  ]);
  for (const atMs of edges.sort((a, b) => a - b)) {
    for (const running of [
      events.filter(({ startMs, durationMs }) => startMs < atMs && atMs <= startMs + durationMs),
      events.filter(({ startMs, durationMs }) => startMs <= atMs && atMs < startMs + durationMs),
    ]) {
      const doses = running.map((event) => doseAt(event.dose, along(event, atMs)));
      const value = sumOf(doses);
      const [first] = running;
      if (!first || (peak && value <= peak.value)) continue;
      const ids = running.map(({ id }) => id);
      const { unit } = first.dose;
      peak = { axis, unit, value, atMs, events: ids, hostMax: hostMaxFor(doses) };
    }
  }
  return peak;
}

function along({ startMs, durationMs }: PlannedEvent, offsetMs: number): number {
  return (offsetMs - startMs) / durationMs;
}

/** `doses` are those of the events that run at the peak. */
function hostMaxOf(
  axis: Axis,
  doses: readonly number[],
  limits: Limits,
  facts: HostFacts,
): number | null {
  switch (axis) {
    case 'cpu':
    case 'time':
      return 100;
    case 'memory': {
      const cap = memoryCap(limits.memory, facts.memoryBytes);
      const floor = facts.memoryBytes * memoryFloorShare;
      return Math.max(0, Math.min(cap, facts.memoryAvailableBytes - floor));
    }
    case 'concurrency': {
      const isCut = doses.some((dose) => dose > threadsPerEventMax);
      return isCut ? sumOf(doses.map((dose) => Math.min(dose, threadsPerEventMax))) : null;
    }
    case 'disk':
    case 'network':
      return null;
  }
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
