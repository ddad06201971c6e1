/**
 * What waits for the gates of one pane: first in, first out, at most 64, each with a deadline
 * that is set once and never moved. A pure value; whoever keeps it keeps the time.
 *
 * @spec kernel 4.4 5.1
 */

/** Most intents that may wait for one pane; the next is dropped as `queue_full`. */
export const queueMax = 64;
/**
 * How long an intent may wait. Longer than the 30 s after which safe mode ends by itself, so
 * that the two never fall together.
 */
export const defaultTtlMs = 45_000;

export interface Waiting {
  readonly eventId: string;
  /** Absolute, on the monotonic clock. */
  readonly deadlineMs: number;
}

export type DeferralQueue<Entry extends Waiting = Waiting> = readonly Entry[];

export function isFull(queue: DeferralQueue): boolean {
  return queue.length >= queueMax;
}

/** The queue with one more at its end. The caller has looked whether it is full. */
export function enqueue<Entry extends Waiting>(
  queue: DeferralQueue<Entry>,
  entry: Entry,
): DeferralQueue<Entry> {
  return [...queue, entry];
}

export function without<Entry extends Waiting>(
  queue: DeferralQueue<Entry>,
  entry: Entry,
): DeferralQueue<Entry> {
  return queue.filter((one) => one !== entry);
}

/** Whose deadline is reached, in the order in which they came, and who may stay. */
export function expire<Entry extends Waiting>(
  queue: DeferralQueue<Entry>,
  nowMs: number,
): { readonly expired: readonly Entry[]; readonly queue: DeferralQueue<Entry> } {
  if (!queue.some(({ deadlineMs }) => deadlineMs <= nowMs)) return { expired: [], queue };
  return {
    expired: queue.filter(({ deadlineMs }) => deadlineMs <= nowMs),
    queue: queue.filter(({ deadlineMs }) => deadlineMs > nowMs),
  };
}

/** When the timer must ring next; null when nobody waits. */
export function nextDeadlineMs(queue: DeferralQueue): number | null {
  let earliest: number | null = null;
  for (const { deadlineMs } of queue) {
    if (earliest === null || deadlineMs < earliest) earliest = deadlineMs;
  }
  return earliest;
}
