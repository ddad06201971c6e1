/**
 * The run cut at every actual start and stop of an event, each piece with the events that were
 * active in it and the figures that were sampled in it.
 *
 * @spec timeline reporting
 */
import { foldStats, type Stats, statsOf } from './metrics.ts';
import {
  type HostMetric,
  hostMetrics,
  type Samples,
  type TargetMetric,
  targetMetrics,
} from './samples.ts';

/** The time in which an event's stress was on. */
export interface Span {
  readonly id: string;
  readonly startMs: number;
  readonly endMs: number;
}

export interface Segment {
  readonly startMs: number;
  readonly endMs: number;
  /** In the order of the spans. */
  readonly active: readonly string[];
}

export type StatsByMetric = Readonly<Record<string, Stats>>;

export interface Measured {
  readonly target: StatsByMetric;
  readonly host: StatsByMetric;
}

/** Pieces from start to end without gap or overlap; none when there is no time between them. */
export function cutSegments(spans: readonly Span[], startMs: number, endMs: number): Segment[] {
  const edges = spans.flatMap((span) => [span.startMs, span.endMs]);
  const inside = edges.filter((edge) => edge > startMs && edge < endMs);
  const cuts = [...new Set([startMs, ...inside, endMs])].sort((a, b) => a - b);
  const segments: Segment[] = [];
  for (const [index, cut] of cuts.entries()) {
    const next = cuts[index + 1];
    if (next === undefined) continue;
    const active = spans.filter((span) => span.startMs <= cut && span.endMs >= next);
    segments.push({ startMs: cut, endMs: next, active: active.map((span) => span.id) });
  }
  return segments;
}

/**
 * Index of the piece that an instant lies in, null when in none. At an edge it is the piece
 * whose active events are those that were told then; else the earlier one, for what has only
 * just begun is not yet a cause.
 */
export function segmentAt(
  segments: readonly Segment[],
  atMs: number,
  told: readonly string[],
): number | null {
  let first = firstEndingFrom(segments, atMs);
  const earlier = segments[first];
  if (!earlier || earlier.startMs > atMs) return null;
  const later = segments[first + 1];
  if (later?.startMs === atMs && !sameIds(earlier.active, told) && sameIds(later.active, told)) {
    first += 1;
  }
  return first;
}

/** Figures of every piece, and of the whole as their fold. */
export function measureSegments(
  segments: readonly Segment[],
  samples: Samples,
): { readonly pieces: readonly Measured[]; readonly whole: Measured } {
  const rows = segments.map((): number[] => []);
  for (let row = 0; row < samples.kept; row += 1) {
    rows[pieceOfSample(segments, samples.figure(row, 'at_ms'))]?.push(row);
  }
  const pieces = rows.map((some) => ({
    target: statsByMetric(targetMetrics, (metric) => statsOf(samples.figures(some, metric))),
    host: statsByMetric(hostMetrics, (metric) => statsOf(samples.figures(some, metric))),
  }));
  const all = rows.flat();
  const wholeOf = (side: keyof Measured, metric: HostMetric | TargetMetric) => {
    const parts = pieces.flatMap((piece) => piece[side][metric] ?? []);
    return foldStats(parts, samples.figures(all, metric));
  };
  const whole = {
    target: statsByMetric(targetMetrics, (metric) => wholeOf('target', metric)),
    host: statsByMetric(hostMetrics, (metric) => wholeOf('host', metric)),
  };
  return { pieces, whole };
}

/** Of the user's own signals over the whole run; null where the timeline has none. */
export function ownStats({ own }: Pick<Samples, 'own'>): StatsByMetric | null {
  if (own.size === 0) return null;
  return statsByMetric([...own.keys()], (name) => statsOf(Float64Array.from(own.get(name) ?? [])));
}

/** A sample at an edge belongs to the piece that begins there; the very last, to the last piece. */
function pieceOfSample(segments: readonly Segment[], atMs: number): number {
  const index = firstEndingFrom(segments, atMs);
  const isEdge = segments[index]?.endMs === atMs && index + 1 < segments.length;
  return isEdge ? index + 1 : index;
}

/** Index of the first piece that ends at or after an instant. */
function firstEndingFrom(segments: readonly Segment[], atMs: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.endMs ?? 0) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function statsByMetric<Metric extends string>(
  metrics: readonly Metric[],
  of: (metric: Metric) => Stats | null,
): StatsByMetric {
  const stats: Record<string, Stats> = {};
  for (const metric of metrics) {
    const found = of(metric);
    if (found) stats[metric] = found;
  }
  return stats;
}

function sameIds(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((id) => others.includes(id));
}
