/**
 * Time of the simulator: one heap of (instant, key, number). Timers of the kernel keep their order
 * at equal instants; deliveries of the world have a key by chance, which explores interleavings.
 * Timers may come late, the wall clock may step, a laptop may sleep. Nothing fires early.
 *
 * @spec reliability simulation
 */
import type { Clock } from '../../../runtime/host/host.ts';
import { virtualEpochMs } from '../../../runtime/host/virtual-clock.ts';

interface Task {
  readonly dueMs: number;
  readonly key: number;
  readonly number: number;
  readonly fn: () => void;
  readonly isTimer: boolean;
  cancelled: boolean;
}

/** Firings of one seed before it is called an endless loop. */
const firingsMax = 200_000;

export class SimClock implements Clock {
  readonly #heap: Task[] = [];
  #nowMs = 0;
  #wallOffsetMs = 0;
  #number = 0;
  #firings = 0;
  /** How late the next timer comes; 0 when timers are punctual. */
  lateness: () => number = () => 0;
  /** Runs what a timer of the kernel brings. */
  onTimer: (fire: () => void, dueMs: number) => void = (fire) => fire();

  /** Of the heap's task under way: when it should have been, had nobody slept. */
  dueMs = 0;
  /** When it last could fire again. */
  wokeAtMs = 0;

  monotonicMs(): number {
    return this.#nowMs;
  }

  wallMs(): number {
    return virtualEpochMs + Math.floor(this.#nowMs) + this.#wallOffsetMs;
  }

  setTimeout(fn: () => void, delayMs: number): unknown {
    const dueMs = this.#nowMs + Math.max(0, delayMs) + this.lateness();
    return this.#push({ dueMs, key: 0, fn, isTimer: true });
  }

  clearTimeout(handle: unknown): void {
    if (handle !== undefined && handle !== null) (handle as Task).cancelled = true;
  }

  /** A delivery of the world. */
  deliver(fn: () => void, delayMs: number, key: number): void {
    this.#push({ dueMs: this.#nowMs + delayMs, key, fn, isTimer: false });
  }

  stepWall(ms: number): void {
    this.#wallOffsetMs += ms;
  }

  /** Time passes, and nothing fires: a handler that works, or the beginning of a sleep. */
  elapse(ms: number): void {
    this.#nowMs += ms;
    this.wokeAtMs = this.#nowMs;
  }

  advance(ms: number): void {
    this.runUntil(this.#nowMs + ms);
  }

  runUntil(untilMs: number): void {
    for (let task = this.#heap[0]; task && task.dueMs <= untilMs; task = this.#heap[0]) {
      this.#pop();
      if (task.cancelled) continue;
      this.#firings += 1;
      if (this.#firings > firingsMax) throw new Error('Expected timers to end, got a loop.');
      this.#nowMs = Math.max(this.#nowMs, task.dueMs);
      this.dueMs = task.dueMs;
      if (task.isTimer) this.onTimer(task.fn, task.dueMs);
      else task.fn();
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
    this.dueMs = this.#nowMs;
  }

  #push(task: Omit<Task, 'number' | 'cancelled'>): Task {
    this.#number += 1;
    const made = { ...task, number: this.#number, cancelled: false };
    const heap = this.#heap;
    let at = heap.push(made) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = heap[up];
      if (!parent || !isBefore(made, parent)) break;
      heap[at] = parent;
      at = up;
    }
    heap[at] = made;
    return made;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = heap[left];
      let leastAt = left;
      const other = heap[right];
      if (least && other && isBefore(other, least)) {
        least = other;
        leastAt = right;
      }
      if (!least || !isBefore(least, last)) break;
      heap[at] = least;
      at = leastAt;
    }
    heap[at] = last;
  }
}

function isBefore(a: Task, b: Task): boolean {
  if (a.dueMs !== b.dueMs) return a.dueMs < b.dueMs;
  return a.key === b.key ? a.number < b.number : a.key < b.key;
}
