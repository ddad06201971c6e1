/**
 * The instants of the last few events of a kind within a window: violations before safe mode,
 * wishes before a storm. A pure value with a bound.
 *
 * @spec kernel 5.4
 */

/** So many violations within so long make a cascade. */
export const cascadeCount = 3;
export const cascadeWindowMs = 10_000;

export interface WindowLimit {
  readonly count: number;
  readonly windowMs: number;
}

/** Instants on the monotonic clock, oldest first; never more than the limit counts. */
export type Instants = readonly number[];

/** The window with one more instant; the oldest fall out when more are kept than are counted. */
export function addInstant(instants: Instants, atMs: number, limit: WindowLimit): Instants {
  const kept = instants.filter((instant) => atMs - instant <= limit.windowMs);
  kept.push(atMs);
  return kept.slice(-limit.count);
}

export function isReached(instants: Instants, limit: WindowLimit): boolean {
  return instants.length >= limit.count;
}
