/**
 * Time that moves only when told to: a heap of timers, in the order of their instants, and in
 * the order of their setting at equal instants. XState's own simulated clock stops after the
 * first of several chained delays and is quadratic; this one is neither.
 *
 * @spec reliability simulation
 */
import type { Clock } from './host.ts';

/** Wall-clock time at virtual instant 0: 2026-01-01T00:00:00Z. */
export const virtualEpochMs = Date.UTC(2026, 0, 1);

/** Timers that one `advance` may fire before it is called an endless loop. */
const firingsMax = 10_000_000;

export interface VirtualClock extends Clock {
  /** Virtual milliseconds since the clock was made. */
  now(): number;
  /** Moves time, firing every timer that falls due, those set meanwhile included. */
  advance(ms: number): void;
  /**
   * The same, letting pending promises settle after each firing; ends early when `until` is true.
   */
  run(ms: number, until?: () => boolean): Promise<void>;
}

interface Timer {
  readonly dueMs: number;
  readonly order: number;
  readonly fn: () => void;
  cancelled: boolean;
}

export function createVirtualClock(): VirtualClock {
  const heap: Timer[] = [];
  let nowMs = 0;
  let order = 0;

  function fireNext(untilMs: number): boolean {
    for (let first = heap[0]; first && first.dueMs <= untilMs; first = heap[0]) {
      pop(heap);
      if (first.cancelled) continue;
      nowMs = first.dueMs;
      first.fn();
      return true;
    }
    return false;
  }

  return {
    origin: 'virtual',
    now: () => nowMs,
    monotonicMs: () => nowMs,
    wallMs: () => virtualEpochMs + Math.floor(nowMs),
    setTimeout(fn, delayMs) {
      order += 1;
      const timer = { dueMs: nowMs + Math.max(0, delayMs), order, fn, cancelled: false };
      push(heap, timer);
      return timer;
    },
    clearTimeout(handle) {
      if (typeof handle === 'object' && handle !== null && 'cancelled' in handle) {
        handle.cancelled = true;
      }
    },
    advance(ms) {
      const untilMs = nowMs + ms;
      let firings = 0;
      while (fireNext(untilMs)) {
        firings += 1;
        if (firings > firingsMax) throw new Error('Expected timers to end, got an endless loop.');
      }
      nowMs = untilMs;
    },
    async run(ms, until = () => false) {
      const untilMs = nowMs + ms;
      await settled();
      while (!until() && fireNext(untilMs)) await settled();
      if (!until()) nowMs = untilMs;
    },
  };
}

/** Lets every pending promise reaction run, those of the reactions included. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function before(a: Timer, b: Timer): boolean {
  return a.dueMs < b.dueMs || (a.dueMs === b.dueMs && a.order < b.order);
}

function push(heap: Timer[], timer: Timer): void {
  let at = heap.push(timer) - 1;
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up];
    if (!parent || !before(timer, parent)) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = timer;
}

function pop(heap: Timer[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    const right = left + 1;
    let least = heap[left];
    let leastAt = left;
    const other = heap[right];
    if (least && other && before(other, least)) {
      least = other;
      leastAt = right;
    }
    if (!least || !before(least, last)) break;
    heap[at] = least;
    at = leastAt;
  }
  heap[at] = last;
}
