/**
 * The ring: the newest max(1000 events, 5 minutes), under a cap of 64 MiB. Events lie in
 * segments, each with an index of its own, so that eviction moves a pointer and drops whole
 * segments, and a query looks only into segments that hold what it asks for. What the cap evicts
 * before its time is counted, never silent.
 *
 * @spec kernel 6
 */
import type { Envelope } from './envelope.ts';
import { KeyLists } from './key-lists.ts';
import { matchesPattern } from './pattern.ts';
import { type RowQuery, Segment, segmentBytes } from './ring-segment.ts';

export interface RingLimits {
  readonly eventsMin: number;
  readonly ageMinMs: number;
  /** Memory held, whether used or not; one segment is held at any rate. */
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
  readonly #lists = new KeyLists();
  /** Every type so far; there are no more than the taxonomy has. */
  readonly #types = new Set<string>();
  /** Oldest first; the last one is being filled. */
  readonly #segments: Segment[] = [];
  /** The memory of a dropped segment, for the next. */
  #spare: Segment | null = null;
  /** Rows of the first segment that were evicted. */
  #skip = 0;
  #size = 0;
  #bytes = 0;
  #lastBytes = 0;
  #evicted = 0;
  #evictedEarly = 0;
  #loss: EarlyLoss | null = null;

  constructor(limits: RingLimits = ringLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#size;
  }

  /** Memory held, whether used or not. */
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

  /** No list of keys that is new gets a number any more. */
  get keysSpeltOut(): boolean {
    return this.#lists.isFull;
  }

  /** @param nowMs monotonic. */
  append(event: Envelope, nowMs: number): void {
    let segment = this.#segments[this.#segments.length - 1];
    if (!segment || segment.isFull) segment = this.#open(nowMs);
    segment.put(event, nowMs);
    this.#size += 1;
    const { bytes } = segment;
    if (bytes !== this.#lastBytes) this.#grow(bytes, nowMs);
    this.#evictAged(nowMs);
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
    const asked: RowQuery = {
      types: this.#typesAsked(query),
      paneId: query.paneId,
      correlationId: query.correlationId,
      since: query.since ?? Number.NEGATIVE_INFINITY,
      until: query.until ?? Number.POSITIVE_INFINITY,
    };
    for (let number = this.#segments.length - 1; number >= 0; number -= 1) {
      const segment = this.#segments[number];
      const take = (row: number): boolean => {
        if (segment) found.push(segment.event(row));
        return found.length < limit;
      };
      if (!segment?.find(asked, number === 0 ? this.#skip : 0, take)) break;
    }
    return found;
  }

  /** The types asked for that there are; null when every type will do. */
  #typesAsked(query: EventQuery): readonly string[] | null {
    const patterns = patternsOf(query);
    if (patterns === null) return null;
    return [...this.#types].filter((type) =>
      patterns.some((pattern) => matchesPattern(pattern, type)),
    );
  }

  /** A new segment; under the cap the oldest gives its memory for it. */
  #open(nowMs: number): Segment {
    const { bytesMax } = this.#limits;
    while (!this.#spare && this.#bytes + segmentBytes > bytesMax && this.#segments.length > 0) {
      this.#dropFirst(nowMs);
    }
    const segment = this.#spare ?? new Segment(this.#lists, this.#types);
    if (this.#spare) this.#spare = null;
    else this.#bytes += segment.bytes;
    this.#lastBytes = segment.bytes;
    this.#segments.push(segment);
    return segment;
  }

  /** The newest segment takes more memory than before. */
  #grow(bytes: number, nowMs: number): void {
    this.#bytes += bytes - this.#lastBytes;
    this.#lastBytes = bytes;
    while (this.#bytes > this.#limits.bytesMax && (this.#spare || this.#segments.length > 1)) {
      if (!this.#spare) this.#dropFirst(nowMs);
      this.#bytes -= this.#spare?.bytes ?? 0;
      this.#spare = null;
    }
  }

  /** Whatever is neither among the newest nor young enough goes. */
  #evictAged(nowMs: number): void {
    for (;;) {
      const first = this.#segments[0];
      if (!first || this.#isKept(first, this.#skip, nowMs)) return;
      this.#skip += 1;
      this.#size -= 1;
      this.#evicted += 1;
      if (this.#skip === first.count && first.isFull) this.#retire(first);
    }
  }

  /** The cap takes the oldest segment, its time come or not. */
  #dropFirst(nowMs: number): void {
    const first = this.#segments[0];
    if (!first) return;
    for (let row = this.#skip; row < first.count; row += 1) {
      if (this.#isKept(first, row, nowMs)) this.#loseEarly(first.seq(row));
      this.#size -= 1;
      this.#evicted += 1;
    }
    this.#retire(first);
  }

  #isKept(segment: Segment, row: number, nowMs: number): boolean {
    const { eventsMin, ageMinMs } = this.#limits;
    return this.#size <= eventsMin || nowMs - segment.atMs(row) <= ageMinMs;
  }

  #retire(first: Segment): void {
    this.#segments.shift();
    this.#skip = 0;
    const before = first.bytes;
    if (this.#spare) this.#bytes -= before;
    else {
      first.clear();
      this.#bytes -= before - first.bytes;
      this.#spare = first;
    }
  }

  #loseEarly(seq: number): void {
    this.#evictedEarly += 1;
    this.#loss = {
      droppedCount: (this.#loss?.droppedCount ?? 0) + 1,
      oldestSeq: this.#loss?.oldestSeq ?? seq,
      newestSeq: seq,
    };
  }
}

/** The patterns asked for; null when every type will do. */
function patternsOf({ type, types }: EventQuery): readonly string[] | null {
  const asked = [...(types ?? []), ...(type === undefined ? [] : [type])];
  if (type === undefined && types === undefined) return null;
  return asked.includes('*') ? null : asked;
}
