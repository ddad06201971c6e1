/**
 * The ring: the newest max(1000 events, 5 minutes), under a cap of 64 MiB. Events lie in
 * segments, so that eviction moves a pointer and drops whole segments; three chains lead from
 * each event to the previous one of its correlation, pane and type, newest first. What the cap
 * evicts before its time is counted, never silent.
 *
 * @spec kernel 6
 */
import type { Envelope } from './envelope.ts';
import { matchesPattern } from './pattern.ts';
import { absent, keysOf, Segment, segmentSize } from './ring-segment.ts';

export interface RingLimits {
  readonly eventsMin: number;
  readonly ageMinMs: number;
  readonly bytesMax: number;
}

export const ringLimits: RingLimits = {
  eventsMin: 1_000,
  ageMinMs: 5 * 60_000,
  bytesMax: 64 * 1024 * 1024,
};

export interface EventQuery {
  /** A type, `family.*` or `*`. */
  readonly type?: string;
  readonly types?: readonly string[];
  readonly paneId?: string;
  readonly correlationId?: string;
  /** Wall-clock milliseconds, both ends included. */
  readonly since?: number;
  readonly until?: number;
  readonly limit?: number;
}

/** Events that went before their promised time. */
export interface EarlyLoss {
  readonly droppedCount: number;
  readonly oldestSeq: number;
  readonly newestSeq: number;
}

export class Ring {
  readonly #limits: RingLimits;
  /** Segment n holds the positions from n * segmentSize on. */
  readonly #segments: Segment[] = [];
  readonly #newest = [new Map<string, number>(), new Map<string, number>(), new Map()] as const;
  /** Number of the first segment kept. */
  #firstSegment = 0;
  /** Position of the oldest event kept, and of the next to come. */
  #start = 0;
  #end = 0;
  #bytes = 0;
  #evicted = 0;
  #evictedEarly = 0;
  #loss: EarlyLoss | null = null;

  constructor(limits: RingLimits = ringLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#end - this.#start;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get evicted(): number {
    return this.#evicted;
  }

  /** Of these, the ones that the cap evicted before their promised time. */
  get evictedEarly(): number {
    return this.#evictedEarly;
  }

  /** @param nowMs monotonic. */
  append(event: Envelope, nowMs: number): void {
    const slot = this.#end % segmentSize;
    let segment = this.#segments[this.#segments.length - 1];
    if (slot === 0 || !segment) {
      segment = new Segment();
      this.#segments.push(segment);
    }
    const position = this.#end;
    const keys = keysOf(event);
    for (let chain = 0; chain < 3; chain += 1) {
      const newest = this.#newest[chain] as Map<string, number>;
      const key = keys[chain] as string;
      segment.setPrevious(chain, slot, newest.get(key) ?? absent);
      newest.set(key, position);
    }
    this.#bytes += segment.put(slot, event, nowMs);
    this.#end += 1;
    this.#evict(nowMs);
  }

  /** What was lost before its time since this was last asked. */
  takeLoss(): EarlyLoss | null {
    const told = this.#loss;
    this.#loss = null;
    return told;
  }

  /** Newest first. */
  query(query: EventQuery = {}): Envelope[] {
    const limit = query.limit ?? Number.POSITIVE_INFINITY;
    const found: Envelope[] = [];
    if (limit <= 0) return found;
    const accept = filterOf(query);
    for (const position of this.#candidates(query)) {
      const event = this.#at(position);
      if (!event || !accept(event)) continue;
      found.push(event);
      if (found.length >= limit) break;
    }
    return found;
  }

  *#candidates(query: EventQuery): Generator<number> {
    const { correlationId, paneId } = query;
    if (correlationId !== undefined) yield* this.#walk(0, correlationId);
    else if (typesAsked(query) !== null) yield* this.#merge(this.#typesOf(query));
    else if (paneId !== undefined) yield* this.#walk(1, paneId);
    else yield* this.#scan(query);
  }

  *#walk(chain: number, key: string): Generator<number> {
    let position = this.#newest[chain]?.get(key) ?? absent;
    while (position >= this.#start) {
      yield position;
      position = this.#previous(chain, position);
    }
  }

  /** Several type chains at once, always the newest of their heads. */
  *#merge(types: readonly string[]): Generator<number> {
    const heads = types.map((type) => this.#newest[2].get(type) ?? absent);
    for (;;) {
      let best = -1;
      let newest = this.#start - 1;
      for (let at = 0; at < heads.length; at += 1) {
        const head = heads[at] ?? absent;
        if (head > newest) {
          newest = head;
          best = at;
        }
      }
      if (best < 0) return;
      yield newest;
      heads[best] = this.#previous(2, newest);
    }
  }

  *#scan({ since, until }: EventQuery): Generator<number> {
    for (let number = this.#segments.length - 1; number >= 0; number -= 1) {
      const segment = this.#segments[number];
      if (!segment?.overlaps(since, until)) continue;
      const base = (this.#firstSegment + number) * segmentSize;
      const last = Math.min(base + segmentSize, this.#end) - 1;
      for (let position = last; position >= Math.max(base, this.#start); position -= 1) {
        yield position;
      }
    }
  }

  #typesOf(query: EventQuery): readonly string[] {
    const asked = typesAsked(query) ?? [];
    const known: string[] = [];
    for (const type of this.#newest[2].keys()) {
      if (asked.some((pattern) => matchesPattern(pattern, type))) known.push(type);
    }
    return known;
  }

  #evict(nowMs: number): void {
    const { eventsMin, ageMinMs, bytesMax } = this.#limits;
    while (this.#start < this.#end) {
      const segment = this.#segmentOf(this.#start);
      const slot = this.#start % segmentSize;
      if (!segment) return;
      const kept = this.size <= eventsMin || nowMs - segment.atMs(slot) <= ageMinMs;
      if (kept && (this.#bytes <= bytesMax || this.size === 1)) return;
      const event = segment.event(slot);
      this.#bytes -= segment.take(slot);
      if (event) this.#forgetKeys(event);
      if (kept && event) this.#loseEarly(event);
      this.#evicted += 1;
      this.#start += 1;
      if (this.#start % segmentSize !== 0) continue;
      this.#segments.shift();
      this.#firstSegment += 1;
    }
  }

  #loseEarly(event: Envelope): void {
    this.#evictedEarly += 1;
    this.#loss = {
      droppedCount: (this.#loss?.droppedCount ?? 0) + 1,
      oldestSeq: this.#loss?.oldestSeq ?? event.seq,
      newestSeq: event.seq,
    };
  }

  /** A chain whose newest event goes is empty: its key goes too, so that keys do not pile up. */
  #forgetKeys(event: Envelope): void {
    const keys = keysOf(event);
    for (let chain = 0; chain < 3; chain += 1) {
      const newest = this.#newest[chain];
      const key = keys[chain] as string;
      if (newest?.get(key) === this.#start) newest.delete(key);
    }
  }

  #segmentOf(position: number): Segment | undefined {
    return this.#segments[Math.floor(position / segmentSize) - this.#firstSegment];
  }

  #at(position: number): Envelope | undefined {
    return this.#segmentOf(position)?.event(position % segmentSize);
  }

  #previous(chain: number, position: number): number {
    const segment = this.#segmentOf(position);
    return segment ? segment.previous(chain, position % segmentSize) : absent;
  }
}

/** The patterns asked for; null when every type will do. */
function typesAsked({ type, types }: EventQuery): readonly string[] | null {
  const asked = [...(types ?? []), ...(type === undefined ? [] : [type])];
  if (type === undefined && types === undefined) return null;
  return asked.includes('*') ? null : asked;
}

function filterOf(query: EventQuery): (event: Envelope) => boolean {
  const { paneId, correlationId, since, until } = query;
  const asked = typesAsked(query);
  return (event) =>
    (paneId === undefined || event.paneId === paneId) &&
    (correlationId === undefined || event.correlationId === correlationId) &&
    (since === undefined || event.ts >= since) &&
    (until === undefined || event.ts <= until) &&
    (asked === null || asked.some((pattern) => matchesPattern(pattern, event.type)));
}
