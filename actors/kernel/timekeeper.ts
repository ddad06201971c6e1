/**
 * The time of a recorded kernel. It stands still within an input, so that all that an input
 * brings has one time, and each timer that rings is an input of its own. Fed from a record
 * instead of the host's clock, it is the same time again.
 *
 * @spec reliability invariants
 * @spec reliability simulation
 */
import type { PaneOrder } from '../../machines/hands/pane-messages.ts';
import type { Clock } from '../../runtime/host/host.ts';

interface Timer {
  readonly dueMs: number;
  readonly order: number;
  readonly fn: () => void;
  handle: unknown;
}

/** Which timer rings: when it was due, and how many that were due then and set before still wait. */
export interface Ring {
  readonly dueMs: number;
  readonly nth: number;
}

/** A wall clock that is further from where it should be was set. */
const wallJitterMs = 1;

export class Timekeeper implements Clock {
  readonly #rings: (ring: Ring, fn: () => void) => void;
  readonly #timers = new Set<Timer>();
  #host: Clock | null = null;
  #zeroMs = 0;
  #atMs = 0;
  #wallOffsetMs = 0;
  #order = 0;

  /** @param rings told of each timer of the host's that rings. */
  constructor(rings: (ring: Ring, fn: () => void) => void) {
    this.#rings = rings;
  }

  /** Milliseconds since the session began, of the present input. */
  monotonicMs(): number {
    return this.#atMs;
  }

  wallMs(): number {
    return Math.floor(this.#wallOffsetMs + this.#atMs);
  }

  /** The time now, for whoever only looks. */
  nowMs(): number {
    return this.#host ? Math.max(this.#atMs, this.#hostMs(this.#host)) : this.#atMs;
  }

  setTimeout(fn: () => void, delayMs: number): unknown {
    this.#order += 1;
    const dueMs = this.#atMs + Math.max(0, delayMs);
    const timer: Timer = { dueMs, order: this.#order, fn, handle: undefined };
    this.#timers.add(timer);
    if (this.#host) this.#arm(timer, this.#host);
    return timer;
  }

  clearTimeout(handle: unknown): void {
    const timer = handle as Timer | undefined;
    if (!timer || !this.#timers.delete(timer)) return;
    this.#host?.clearTimeout(timer.handle);
  }

  /** Looks at the host's clocks; the wall-clock time when it was set meanwhile. */
  note(leastMs = 0): number | undefined {
    if (!this.#host) return undefined;
    this.#atMs = Math.max(this.#atMs, leastMs, this.#hostMs(this.#host));
    const wallMs = this.#host.wallMs();
    if (Math.abs(wallMs - this.wallMs()) <= wallJitterMs) return undefined;
    this.#wallOffsetMs = wallMs - Math.floor(this.#atMs);
    return wallMs;
  }

  /** The time of a recorded input. */
  set(atMs: number, wallMs?: number): void {
    this.#atMs = atMs;
    if (wallMs !== undefined) this.#wallOffsetMs = wallMs - Math.floor(atMs);
  }

  /** Rings a timer that was due then, if there is one. */
  ring({ dueMs, nth }: Ring): void {
    const timer = this.#inOrder().filter((one) => one.dueMs === dueMs)[nth];
    if (!timer) return;
    this.#timers.delete(timer);
    timer.fn();
  }

  /** The earliest timer, those passed over excepted. */
  next(passOver: (dueMs: number) => boolean): number | null {
    return this.#first(({ dueMs }) => !passOver(dueMs))?.dueMs ?? null;
  }

  /** From now on the host's clock counts; timers that are set already wait until it wakes. */
  goLive(host: Clock, zeroMs: number): void {
    this.#host = host;
    this.#zeroMs = zeroMs;
  }

  /** What is told to others is told in the time of the host, which they share. */
  inHostTime(order: PaneOrder): PaneOrder {
    if (!('within' in order) || order.within === undefined) return order;
    const { sentAtMs, remainingMs } = order.within;
    return { ...order, within: { sentAtMs: this.#zeroMs + sentAtMs, remainingMs } };
  }

  /** What fell due rings at once, in order; the others wait for their time. */
  wake(): void {
    const host = this.#host;
    if (!host) return;
    this.note();
    const sleeping = this.#inOrder().filter(({ handle }) => handle === undefined);
    for (const timer of sleeping) {
      if (!this.#timers.has(timer)) continue;
      if (timer.dueMs <= this.#atMs) this.#ringLive(timer);
      else this.#arm(timer, host);
    }
  }

  #arm(timer: Timer, host: Clock): void {
    const restMs = timer.dueMs - this.#hostMs(host);
    timer.handle = host.setTimeout(() => this.#ringLive(timer), restMs);
  }

  #ringLive(timer: Timer): void {
    const { dueMs, order, fn } = timer;
    this.#timers.delete(timer);
    let nth = 0;
    for (const one of this.#timers) if (one.dueMs === dueMs && one.order < order) nth += 1;
    this.#rings({ dueMs, nth }, fn);
  }

  #first(is: (timer: Timer) => boolean): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (is(timer) && (!first || isBefore(timer, first))) first = timer;
    }
    return first;
  }

  #inOrder(): readonly Timer[] {
    return [...this.#timers].sort((one, other) => (isBefore(one, other) ? -1 : 1));
  }

  /** To the microsecond: the rest is noise, and long to write. */
  #hostMs(host: Clock): number {
    return Math.floor((host.monotonicMs() - this.#zeroMs) * 1_000) / 1_000;
  }
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.dueMs < other.dueMs || (one.dueMs === other.dueMs && one.order < other.order);
}
