/**
 * What a series of figures comes to. Percentiles are nearest-rank: the smallest figure that at
 * least so many percent of the series do not exceed, so each is a figure that was really seen.
 *
 * @spec timeline reporting
 */

export interface Stats {
  readonly samples: number;
  readonly min: number;
  readonly mean: number;
  readonly p95: number;
  readonly max: number;
}

/** Nearest-rank percentile of a series in rising order; `percent` is over 0, at most 100. */
export function nearestRank(sorted: ArrayLike<number>, percent: number): number | null {
  const rank = Math.max(1, Math.ceil((percent * sorted.length) / 100));
  return sorted[rank - 1] ?? null;
}

/** Null for a series without figures: nothing is made up. */
export function statsOf(values: Float64Array): Stats | null {
  const sorted = values.slice().sort();
  const min = sorted[0];
  const max = sorted[sorted.length - 1];
  const p95 = nearestRank(sorted, 95);
  if (min === undefined || max === undefined || p95 === null) return null;
  const sum = sorted.reduce((total, value) => total + value, 0);
  return { samples: sorted.length, min, mean: within(sum / sorted.length, min, max), p95, max };
}

/**
 * The whole as the fold of its parts. A percentile alone cannot be folded, so it is taken from
 * the figures of all parts together.
 */
export function foldStats(parts: readonly Stats[], allValues: Float64Array): Stats | null {
  const p95 = nearestRank(allValues.slice().sort(), 95);
  if (parts.length === 0 || p95 === null) return null;
  let samples = 0;
  let sum = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const part of parts) {
    samples += part.samples;
    sum += part.mean * part.samples;
    min = Math.min(min, part.min);
    max = Math.max(max, part.max);
  }
  return { samples, min, mean: within(sum / samples, min, max), p95, max };
}

/** Six decimals: below what any sensor resolves, and short in print. */
export function millionths(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** Three decimals of a millisecond: what the clock gives. */
export function thousandths(value: number): number {
  return Math.round(value * 1e3) / 1e3;
}

/** Rounding of a sum must not put a mean outside its own series. */
function within(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}
