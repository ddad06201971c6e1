/**
 * What waits to cross the bridge: three priorities, each first in, first out, and nobody waits
 * longer than a second behind others. Both lanes are bounded. A full Lane A is told to its
 * producer and takes nothing; a full Lane B drops its oldest and counts.
 *
 * @spec kernel 7.6
 * @spec reliability invariants
 */

export const priorities = ['system', 'lifecycle', 'telemetry'] as const;
export type Priority = (typeof priorities)[number];
export type Lane = 'A' | 'B';

/** Whoever has waited as long as this goes first, whatever its priority. */
export const ageMaxMs = 1_000;

export interface Bounds {
  readonly messages: number;
  readonly characters: number;
}

/** A turn of the head takes a few milliseconds of these; characters are of the JSON text. */
export const usualBounds: Readonly<Record<Lane, Bounds>> = {
  A: { messages: 4_096, characters: 8 * 2 ** 20 },
  B: { messages: 4_096, characters: 8 * 2 ** 20 },
};

export interface Waiting {
  readonly text: string;
  readonly lane: Lane;
  readonly priority: Priority;
  readonly source: string;
  /** Of its source. */
  readonly seq: number;
  readonly atMs: number;
}

/** What was dropped of one source since the last time that it was told. */
export interface Loss {
  readonly source: string;
  readonly droppedCount: number;
  readonly oldestSeq: number;
  readonly newestSeq: number;
}

export interface SendQueue {
  /** False: Lane A is full, and the message was not taken. */
  offer(waiting: Waiting): boolean;
  next(nowMs: number): Waiting | null;
  /** What one source has lost and was not told yet; it counts as told. */
  takeLoss(): Loss | null;
  depth(): number;
  /** Nothing waits, and no loss is to be told: whatever is offered now would be the next. */
  isIdle(): boolean;
  /** Dropped since the beginning. */
  dropped(): number;
  lagMs(nowMs: number): number;
}

export function createSendQueue(bounds: Readonly<Record<Lane, Bounds>> = usualBounds): SendQueue {
  return new PriorityQueue(bounds);
}

class PriorityQueue implements SendQueue {
  readonly #bounds: Readonly<Record<Lane, Bounds>>;
  /** Lane B has a queue of its own, so that its oldest is found at once. */
  readonly #queues: Readonly<Record<Priority | 'dropping', Fifo>> = {
    system: new Fifo(),
    lifecycle: new Fifo(),
    telemetry: new Fifo(),
    dropping: new Fifo(),
  };
  readonly #order: readonly Fifo[];
  readonly #held = { A: { messages: 0, characters: 0 }, B: { messages: 0, characters: 0 } };
  readonly #losses = new Map<string, Loss>();
  #dropped = 0;

  constructor(bounds: Readonly<Record<Lane, Bounds>>) {
    this.#bounds = bounds;
    const { system, lifecycle, telemetry, dropping } = this.#queues;
    this.#order = [system, lifecycle, telemetry, dropping];
  }

  offer(waiting: Waiting): boolean {
    const { lane } = waiting;
    if (lane === 'A') {
      if (this.#isBeyond(waiting)) return false;
    } else {
      while (this.#isBeyond(waiting)) {
        const oldest = this.#queues.dropping.shift();
        // Larger than all that may wait: it is the one that is dropped.
        if (oldest === null) return this.#drop(waiting);
        this.#count(oldest, -1);
        this.#drop(oldest);
      }
    }
    this.#count(waiting, 1);
    this.#queues[lane === 'B' ? 'dropping' : waiting.priority].push(waiting);
    return true;
  }

  next(nowMs: number): Waiting | null {
    let first: Fifo | null = null;
    for (const queue of this.#order) {
      const head = queue.peek();
      if (head === null) continue;
      if (first === null) first = queue;
      else if (nowMs - head.atMs >= ageMaxMs && head.atMs < (first.peek()?.atMs ?? 0)) {
        first = queue;
      }
    }
    const taken = first?.shift() ?? null;
    if (taken !== null) this.#count(taken, -1);
    return taken;
  }

  takeLoss(): Loss | null {
    if (this.#losses.size === 0) return null;
    for (const [source, loss] of this.#losses) {
      this.#losses.delete(source);
      return loss;
    }
    return null;
  }

  depth(): number {
    return this.#held.A.messages + this.#held.B.messages;
  }

  isIdle(): boolean {
    return this.#losses.size === 0 && this.depth() === 0;
  }

  dropped(): number {
    return this.#dropped;
  }

  lagMs(nowMs: number): number {
    let oldest = nowMs;
    for (const queue of this.#order) {
      oldest = Math.min(oldest, queue.peek()?.atMs ?? nowMs);
    }
    return nowMs - oldest;
  }

  #isBeyond({ lane, text }: Waiting): boolean {
    const held = this.#held[lane];
    const bounds = this.#bounds[lane];
    return held.messages >= bounds.messages || held.characters + text.length > bounds.characters;
  }

  #count({ lane, text }: Waiting, sign: 1 | -1): void {
    this.#held[lane].messages += sign;
    this.#held[lane].characters += sign * text.length;
  }

  #drop({ source, seq }: Waiting): true {
    const before = this.#losses.get(source);
    this.#dropped += 1;
    this.#losses.set(source, {
      source,
      droppedCount: (before?.droppedCount ?? 0) + 1,
      oldestSeq: Math.min(before?.oldestSeq ?? seq, seq),
      newestSeq: Math.max(before?.newestSeq ?? seq, seq),
    });
    return true;
  }
}

/** Shifting an array moves all of it; this one moves its beginning, and lets go now and then. */
class Fifo {
  #items: (Waiting | null)[] = [];
  #first = 0;

  push(item: Waiting): void {
    this.#items.push(item);
  }

  peek(): Waiting | null {
    return this.#items[this.#first] ?? null;
  }

  shift(): Waiting | null {
    const item = this.#items[this.#first] ?? null;
    if (item === null) return null;
    this.#items[this.#first] = null;
    this.#first += 1;
    if (this.#first * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }
}
