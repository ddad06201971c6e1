/**
 * The samples of a run as columns of numbers: 14 of them a sample, so that a day at two samples
 * a second takes 20 MB and every segment still has exact figures.
 *
 * @spec timeline reporting
 */
import type { PayloadOf } from '../kernel/events/registry.ts';

export const hostMetrics = [
  'cpu_load',
  'memory_used',
  'cpu_pressure',
  'memory_pressure',
  'io_pressure',
] as const;
export type HostMetric = (typeof hostMetrics)[number];

export const targetMetrics = [
  'cpu',
  'rss_bytes',
  'read_bytes_per_s',
  'write_bytes_per_s',
  'threads',
  'fds',
  'processes',
] as const;
export type TargetMetric = (typeof targetMetrics)[number];

const columns = ['at_ms', 'overhead_ms', ...hostMetrics, ...targetMetrics] as const;
export type Column = (typeof columns)[number];

/** A day at 500 ms is 172,800 samples; beyond this limit they are counted, and not kept. */
export const samplesMax = 262_144;
const rowsPerChunk = 4_096;
const width = columns.length;

export type SampleTaken = PayloadOf<'sample.taken'>;

export interface Samples {
  append(sample: SampleTaken): void;
  readonly kept: number;
  readonly notKept: number;
  /** The earliest and the latest offset that was kept; null before the first. */
  readonly reach: { readonly firstMs: number; readonly lastMs: number } | null;
  /** The user's own signals, by name: the figures that there were. */
  readonly own: ReadonlyMap<string, readonly number[]>;
  /** NaN where the system gave no figure. */
  figure(row: number, column: Column): number;
  /** The figures that exist in some rows of a column. */
  figures(rows: Iterable<number>, column: Column): Float64Array;
}

export function createSamples(max: number = samplesMax): Samples {
  const chunks: Float64Array[] = [];
  const own = new Map<string, number[]>();
  let kept = 0;
  let notKept = 0;
  let reach: Samples['reach'] = null;

  function figure(row: number, column: Column): number {
    const chunk = row < kept ? chunks[Math.floor(row / rowsPerChunk)] : undefined;
    return chunk?.[(row % rowsPerChunk) * width + columns.indexOf(column)] ?? Number.NaN;
  }

  return {
    append(sample) {
      if (kept >= max) {
        notKept += 1;
        return;
      }
      if (kept % rowsPerChunk === 0) chunks.push(new Float64Array(rowsPerChunk * width));
      chunks[chunks.length - 1]?.set(rowOf(sample), (kept % rowsPerChunk) * width);
      kept += 1;
      for (const [name, figure] of Object.entries(sample.signals ?? {})) {
        const figures = own.get(name) ?? [];
        if (figure !== null) figures.push(figure);
        own.set(name, figures);
      }
      const { firstMs, lastMs } = reach ?? { firstMs: sample.atMs, lastMs: sample.atMs };
      reach = { firstMs: Math.min(firstMs, sample.atMs), lastMs: Math.max(lastMs, sample.atMs) };
    },
    get kept() {
      return kept;
    },
    get notKept() {
      return notKept;
    },
    get reach() {
      return reach;
    },
    own,
    figure,
    figures(rows, column) {
      const found: number[] = [];
      for (const row of rows) {
        const value = figure(row, column);
        if (!Number.isNaN(value)) found.push(value);
      }
      return Float64Array.from(found);
    },
  };
}

function rowOf({ atMs, overheadMs, host, target }: SampleTaken): number[] {
  return [
    atMs,
    overheadMs,
    host?.cpuLoad,
    host?.memoryUsed,
    host?.cpuPressure,
    host?.memoryPressure,
    host?.ioPressure,
    target?.cpu,
    target?.rssBytes,
    target?.readBytesPerS,
    target?.writeBytesPerS,
    target?.threads,
    target?.fds,
    target?.processes,
  ].map((value) => value ?? Number.NaN);
}
