/**
 * What a plan would take of a host, second by second: the sum of all lanes, against what there is.
 * Whoever waits is reckoned with at the earliest moment there can be.
 *
 * @spec timeline phase 2
 */
import { type Axis, doseAt, type HostFacts } from './axis.ts';
import { memoryCap, memoryFloorShare } from './plan.ts';
import type { Plan, PlannedEvent } from './timeline.ts';

export type Resource = 'cpu' | 'memory' | 'disk' | 'scratch';

export interface LoadRow {
  readonly resource: Resource;
  readonly unit: 'cores' | 'bytes' | 'bytes/s';
  /** The most that is asked for within each step. */
  readonly values: readonly number[];
  /** What this host can give; null where only trying tells. */
  readonly hostMax: number | null;
  readonly peak: number;
  /** Offset of the first step with the peak. */
  readonly peakAtMs: number;
  /** First and last offset at which more is asked for than there is; null for never. */
  readonly over: { readonly fromMs: number; readonly untilMs: number } | null;
}

export interface LoadOverTime {
  readonly stepMs: number;
  readonly rows: readonly LoadRow[];
}

/** Longer runs are told in longer steps. */
const stepsMax = 3_600;
const stepMinMs = 1_000;
/** Where within a step a dose is looked at; edges of steps are inside of them. */
const places = [0, 0.25, 0.5, 0.75, 0.999];

export interface ScratchLaw {
  /** Largest scratch file of one event of disk. */
  readonly ringMaxBytes: number;
  /** Share of the file system that stays free. */
  readonly diskFloorShare: number;
}

export function loadOverTime(plan: Plan, facts: HostFacts, scratch: ScratchLaw): LoadOverTime {
  const stepMs = Math.max(stepMinMs, Math.ceil(plan.durationMs / stepsMax / 1_000) * 1_000);
  const steps = Math.max(1, Math.ceil(plan.durationMs / stepMs));
  const sums = (axis: Axis, amount?: number) =>
    sumOf(
      plan.events.filter((event) => event.axis === axis),
      steps,
      stepMs,
      amount,
    );
  const cap = memoryCap(plan.limits.memory, facts.memoryBytes);
  const memoryFree = facts.memoryAvailableBytes - facts.memoryBytes * memoryFloorShare;
  const diskFree = facts.diskFreeBytes - facts.diskBytes * scratch.diskFloorShare;
  const rings = sums('disk', Math.min(scratch.ringMaxBytes, plan.limits.diskBytes));
  const rows: readonly Omit<LoadRow, 'peak' | 'peakAtMs' | 'over'>[] = [
    {
      ...{ resource: 'cpu', unit: 'cores', hostMax: facts.cpus },
      values: sums('cpu').map((percent) => (percent / 100) * facts.cpus),
    },
    {
      ...{ resource: 'memory', unit: 'bytes', values: sums('memory') },
      hostMax: Math.max(0, Math.min(cap, memoryFree)),
    },
    { resource: 'disk', unit: 'bytes/s', values: sums('disk'), hostMax: null },
    {
      ...{ resource: 'scratch', unit: 'bytes', values: rings },
      hostMax: Math.max(0, Math.min(plan.limits.diskBytes, diskFree)),
    },
  ];
  return {
    stepMs,
    rows: rows.filter(({ values }) => values.some((value) => value > 0)).map(measured),
  };

  function measured(row: (typeof rows)[number]): LoadRow {
    const { values, hostMax } = row;
    const peak = values.reduce((most, value) => Math.max(most, value), 0);
    const isOver = (value: number): boolean => hostMax !== null && value > hostMax * (1 + 1e-9);
    const first = values.findIndex(isOver);
    const last = values.findLastIndex(isOver);
    return {
      ...row,
      peak,
      peakAtMs: values.indexOf(peak) * stepMs,
      over: first < 0 ? null : { fromMs: first * stepMs, untilMs: (last + 1) * stepMs },
    };
  }
}

/** By step; `amount` stands for the dose where it does not depend on it. */
function sumOf(
  events: readonly PlannedEvent[],
  steps: number,
  stepMs: number,
  amount: number | undefined,
): readonly number[] {
  const sums = places.map(() => new Float64Array(steps));
  for (const { startMs, durationMs, dose } of events) {
    const last = Math.min(steps - 1, Math.ceil((startMs + durationMs) / stepMs) - 1);
    for (let step = Math.max(0, Math.floor(startMs / stepMs)); step <= last; step += 1) {
      const isShort = durationMs < stepMs / places.length;
      for (const [at, place] of places.entries()) {
        const progress = isShort ? 0 : ((step + place) * stepMs - startMs) / durationMs;
        const sum = sums[at];
        if (progress < 0 || progress >= 1 || sum === undefined) continue;
        sum[step] = (sum[step] ?? 0) + (amount ?? doseAt(dose, progress));
      }
    }
  }
  return Array.from({ length: steps }, (_, step) =>
    Math.max(0, ...sums.map((sum) => sum[step] ?? 0)),
  );
}
