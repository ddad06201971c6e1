/**
 * What waits for delivery. Lane A has three classes, contract before lifecycle before telemetry,
 * first in, first out within a class. An event never overtakes what caused it, nor what its own
 * source said before: those are lifted with it. Nothing waits longer than the age bound while
 * others overtake it. Lane B keeps the newest.
 *
 * @spec kernel 6 7.6
 */
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { Priority } from '../../machines/kernel/events/definition.ts';

/** Most Lane A events that may wait while one is delivered; then the producer is refused. */
export const laneAQueueMax = 4096;
/** Most Lane B events that may wait; then the oldest is dropped. */
export const laneBQueueMax = 1024;
/** So long at most may an event be overtaken by higher classes. */
export const ageBoundMs = 1_000;

export interface Loss {
  readonly droppedCount: number;
  readonly oldestSeq: number;
  readonly newestSeq: number;
}

interface Queued {
  readonly event: Envelope;
  /** Counts arrivals. */
  readonly number: number;
  /** Since when something may overtake it; infinity while nothing may. */
  sinceMs: number;
}

const classOf: Readonly<Record<Priority, number>> = { contract: 0, lifecycle: 1, telemetry: 2 };

export interface Lanes {
  /** Lane A's room. */
  room(): number;
  waiting(): number;
  pushA(event: Envelope, priority: Priority): void;
  pushB(event: Envelope): void;
  next(): Envelope | undefined;
  /** Lane B's loss since this was last asked. */
  takeLoss(): Loss | undefined;
}

/** @param nowMs monotonic; asked only while one class may overtake another. */
export function createLanes(nowMs: () => number): Lanes {
  return new WaitingLanes(nowMs);
}

class WaitingLanes implements Lanes {
  readonly #nowMs: () => number;
  readonly #classes: Queued[][] = [[], [], []];
  readonly #heads = [0, 0, 0];
  readonly #laneB: Envelope[] = [];
  #headB = 0;
  #waitingA = 0;
  #arrivals = 0;
  #loss: Loss | undefined;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  room(): number {
    return laneAQueueMax - this.#waitingA;
  }

  waiting(): number {
    return this.#waitingA;
  }

  pushA(event: Envelope, priority: Priority): void {
    const rank = classOf[priority];
    const isAlone = this.#waitingA === 0;
    if (!isAlone && this.#waitsBelow(rank)) this.#lift(event, rank);
    this.#arrivals += 1;
    const sinceMs = !isAlone && this.#waitsAbove(rank) ? this.#nowMs() : Number.POSITIVE_INFINITY;
    this.#classes[rank]?.push({ event, number: this.#arrivals, sinceMs });
    this.#waitingA += 1;
  }

  pushB(event: Envelope): void {
    this.#laneB.push(event);
    if (this.#laneB.length - this.#headB <= laneBQueueMax) return;
    const dropped = this.#laneB[this.#headB];
    this.#headB += 1;
    if (this.#headB > laneBQueueMax) {
      this.#laneB.splice(0, this.#headB);
      this.#headB = 0;
    }
    if (!dropped) return;
    this.#loss = {
      droppedCount: (this.#loss?.droppedCount ?? 0) + 1,
      oldestSeq: this.#loss?.oldestSeq ?? dropped.seq,
      newestSeq: dropped.seq,
    };
  }

  next(): Envelope | undefined {
    if (this.#waitingA > 0) return this.#nextA();
    const event = this.#laneB[this.#headB];
    if (!event) return undefined;
    this.#headB += 1;
    if (this.#headB === this.#laneB.length) {
      // One event alone keeps the array's memory.
      if (this.#headB === 1) this.#laneB.pop();
      else this.#laneB.length = 0;
      this.#headB = 0;
    }
    return event;
  }

  takeLoss(): Loss | undefined {
    const told = this.#loss;
    this.#loss = undefined;
    return told;
  }

  #nextA(): Envelope | undefined {
    const aged = this.#waitingA > 1 ? this.#aged() : undefined;
    if (aged !== undefined) return this.#shift(aged);
    return this.#shift(0) ?? this.#shift(1) ?? this.#shift(2);
  }

  /** Whether something waits that would overtake this class. */
  #waitsAbove(rank: number): boolean {
    return (rank > 0 && this.#waits(0)) || (rank > 1 && this.#waits(1));
  }

  #waitsBelow(rank: number): boolean {
    return (rank < 1 && this.#waits(1)) || (rank < 2 && this.#waits(2));
  }

  #waits(rank: number): boolean {
    return (this.#classes[rank]?.length ?? 0) > 0;
  }

  /**
   * From now on the lower classes may be overtaken. Raises what may not be to the event's own
   * class, in the order of arrival.
   */
  #lift(event: Envelope, rank: number): void {
    const lower = this.#classes.flatMap((queue, at) =>
      at > rank ? queue.slice(this.#heads[at] ?? 0) : [],
    );
    const now = this.#nowMs();
    for (const one of lower) if (one.sinceMs === Number.POSITIVE_INFINITY) one.sinceMs = now;
    const lifted = related(lower, event);
    if (lifted.size === 0) return;
    for (let at = rank + 1; at < this.#classes.length; at += 1) {
      const queue = this.#classes[at] ?? [];
      this.#classes[at] = queue.slice(this.#heads[at] ?? 0).filter((one) => !lifted.has(one));
      this.#heads[at] = 0;
    }
    this.#classes[rank]?.push(...lifted);
  }

  #shift(rank: number): Envelope | undefined {
    const queue = this.#classes[rank];
    const head = this.#heads[rank] ?? 0;
    const first = queue?.[head];
    if (!queue || !first) return undefined;
    this.#waitingA -= 1;
    this.#heads[rank] = head + 1;
    if (head + 1 === queue.length) {
      // The common case, one event alone, keeps the array's memory.
      if (head === 0) queue.pop();
      else queue.length = 0;
      this.#heads[rank] = 0;
    } else if (head >= laneAQueueMax) {
      queue.splice(0, head + 1);
      this.#heads[rank] = 0;
    }
    return first.event;
  }

  /** The class whose first has been overtaken for too long. */
  #aged(): number | undefined {
    for (let rank = 2; rank > 0; rank -= 1) {
      if (!this.#waits(rank) || !this.#waitsAbove(rank)) continue;
      const first = this.#classes[rank]?.[this.#heads[rank] ?? 0];
      if (first && this.#nowMs() - first.sinceMs >= ageBoundMs) return rank;
    }
    return undefined;
  }
}

/** What waits of the event's own source and of its ancestors, with what those drag along. */
function related(waiting: readonly Queued[], event: Envelope): Set<Queued> {
  const sources = new Set([event.source]);
  const causes = new Set([event.causationId]);
  const newestFirst = [...waiting].sort((one, other) => other.number - one.number);
  const found: Queued[] = [];
  for (const one of newestFirst) {
    if (!sources.has(one.event.source) && !causes.has(one.event.eventId)) continue;
    sources.add(one.event.source);
    causes.add(one.event.causationId);
    found.push(one);
  }
  return new Set(found.reverse());
}
