/**
 * A piece of the ring: up to 512 events as columns of numbers and one run of bytes, so that they
 * weigh what is measured and no garbage collector looks at them. Only the segment that is being
 * filled knows objects: the vouched payloads that it has written. Events of one correlation are
 * chained, newest first; all others are found by their kind.
 *
 * @spec kernel 6
 */
import type { Envelope } from './envelope.ts';
import { readWords, textOfWords } from './id-words.ts';
import type { KeyLists } from './key-lists.ts';
import { isVouched } from './redact.ts';
import { RingKinds } from './ring-kinds.ts';
import { ValueBytes } from './value-bytes.ts';

/**
 * Opening a segment clears its memory, 95 µs for 1,024 events and half of that for 512: the slowest
 * call in a thousand. Smaller ones would make a query at a million events look into too many.
 */
export const segmentSize = 512;
/** Room for payloads; only one that is very long needs more. */
const bytesAtFirst = 32 * 1024;
/** With so many bytes of payload a segment is full, however few its events are. */
const bytesFull = 24 * 1024;

const buckets = 256;
const none = 0xffff;
/** Words of an event's three ids: its own, its correlation's, its cause's. */
const idWords = 12;
/** An id that is no UUID lies among the bytes; its first word tells where. */
const textBits = [1, 2, 4] as const;
const rootBit = 8;

/** Where each column begins in the memory of a segment, widest first; the payloads come last. */
const place = (() => {
  const seq = segmentSize * 8;
  const atMs = seq * 2;
  const ids = seq * 3;
  const payload = ids + segmentSize * idWords * 4;
  const kind = payload + segmentSize * 4;
  const previous = kind + segmentSize * 2;
  const newest = previous + segmentSize * 2;
  const flags = newest + buckets * 2;
  return { seq, atMs, ids, payload, kind, previous, newest, flags, values: flags + segmentSize };
})();

/** What a new segment weighs. */
export const segmentBytes = place.values + bytesAtFirst;

/** What a query asks of the events of a segment. */
export interface RowQuery {
  readonly types: readonly string[] | null;
  readonly paneId: string | undefined;
  readonly correlationId: string | undefined;
  readonly since: number;
  readonly until: number;
}

export class Segment {
  /** One piece, which the system gives at once; nine would be cleared one by one. */
  readonly #memory = new ArrayBuffer(segmentBytes);
  readonly #ts = new Float64Array(this.#memory, 0, segmentSize);
  readonly #seq = new Float64Array(this.#memory, place.seq, segmentSize);
  readonly #atMs = new Float64Array(this.#memory, place.atMs, segmentSize);
  readonly #ids = new Uint32Array(this.#memory, place.ids, segmentSize * idWords);
  readonly #payload = new Uint32Array(this.#memory, place.payload, segmentSize);
  readonly #kind = new Uint16Array(this.#memory, place.kind, segmentSize);
  /** Row of the event before in the same bucket of correlations. */
  readonly #previous = new Uint16Array(this.#memory, place.previous, segmentSize);
  readonly #newest = new Uint16Array(this.#memory, place.newest, buckets).fill(none);
  readonly #flags = new Uint8Array(this.#memory, place.flags, segmentSize);
  readonly #kinds: RingKinds;
  readonly #values: ValueBytes;
  readonly #asked = new Uint32Array(4);
  /** Where a vouched payload lies; nothing is looked up once the segment is full. */
  readonly #written = new Map<object, number>();
  #count = 0;
  #earliest = Number.POSITIVE_INFINITY;
  #latest = Number.NEGATIVE_INFINITY;
  #lastCorrelation = '';
  #lastId = '';

  constructor(lists: KeyLists, types: Set<string>) {
    this.#kinds = new RingKinds(types);
    this.#values = new ValueBytes(new Uint8Array(this.#memory, place.values), lists);
  }

  /** Events put in so far. */
  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count === segmentSize || this.#values.length >= bytesFull;
  }

  /** Bytes held, whether used or not. */
  get bytes(): number {
    return place.values + this.#values.held + this.#kinds.bytes;
  }

  /** @param nowMs monotonic. */
  put(event: Envelope, nowMs: number): void {
    const row = this.#count;
    const { ts, seq } = event;
    this.#putIds(row, event);
    this.#ts[row] = ts;
    this.#seq[row] = seq;
    this.#atMs[row] = nowMs;
    this.#kind[row] = this.#kinds.numberOf(event);
    this.#payload[row] = this.#offsetOf(event.payload);
    if (ts < this.#earliest) this.#earliest = ts;
    if (ts > this.#latest) this.#latest = ts;
    this.#count = row + 1;
    // Else the ring would keep thousands of payloads alive that its bytes do not count.
    if (this.isFull) this.#written.clear();
  }

  event(row: number): Envelope {
    const at = row * idWords;
    const flags = this.#flags[row] ?? 0;
    const kind = this.#kind[row] ?? 0;
    return Object.freeze({
      eventId: this.#id(at, flags & textBits[0]),
      correlationId: this.#id(at + 4, flags & textBits[1]),
      causationId: flags & rootBit ? null : this.#id(at + 8, flags & textBits[2]),
      type: this.#kinds.type(kind),
      source: this.#kinds.source(kind),
      paneId: this.#kinds.paneId(kind),
      ts: this.#ts[row] ?? 0,
      seq: this.#seq[row] ?? 0,
      payload: this.#values.read(this.#payload[row] ?? 0) as Envelope['payload'],
    });
  }

  atMs(row: number): number {
    return this.#atMs[row] ?? 0;
  }

  seq(row: number): number {
    return this.#seq[row] ?? 0;
  }

  /** Hands over the rows that match, newest first, down to the oldest row, while asked for more. */
  find(query: RowQuery, oldest: number, take: (row: number) => boolean): boolean {
    const { types, paneId, correlationId, since, until } = query;
    if (this.#latest < since || this.#earliest > until) return true;
    let wanted: Uint8Array | null = null;
    if (types !== null || paneId !== undefined) {
      wanted = this.#kinds.wanted(types, paneId);
      if (!wanted) return true;
    }
    const fits = (row: number): boolean => {
      if (wanted && wanted[this.#kind[row] ?? 0] !== 1) return true;
      const ts = this.#ts[row] ?? 0;
      return ts < since || ts > until || take(row);
    };
    if (correlationId !== undefined) return this.#walk(correlationId, oldest, fits);
    for (let row = this.#count - 1; row >= oldest; row -= 1) if (!fits(row)) return false;
    return true;
  }

  /** Empty again, with its memory. */
  clear(): void {
    this.#count = 0;
    this.#earliest = Number.POSITIVE_INFINITY;
    this.#latest = Number.NEGATIVE_INFINITY;
    this.#lastCorrelation = '';
    this.#lastId = '';
    this.#newest.fill(none);
    this.#kinds.clear();
    this.#written.clear();
    this.#values.clear();
  }

  #walk(correlationId: string, oldest: number, fits: (row: number) => boolean): boolean {
    const asked = this.#asked;
    const isText = !readWords(correlationId, asked, 0);
    if (isText) asked[0] = hashOf(correlationId);
    let row = this.#newest[bucketOf(asked[0] ?? 0)] ?? none;
    while (row !== none && row >= oldest) {
      if (this.#isOf(row, correlationId, isText) && !fits(row)) return false;
      row = this.#previous[row] ?? none;
    }
    return true;
  }

  #isOf(row: number, correlationId: string, isText: boolean): boolean {
    const at = row * idWords + 4;
    const textBit = (this.#flags[row] ?? 0) & textBits[1];
    if (isText) return textBit !== 0 && this.#id(at, textBit) === correlationId;
    const [ids, asked] = [this.#ids, this.#asked];
    return (
      textBit === 0 &&
      ids[at] === asked[0] &&
      ids[at + 1] === asked[1] &&
      ids[at + 2] === asked[2] &&
      ids[at + 3] === asked[3]
    );
  }

  /** A payload that is said again and again is written once. */
  #offsetOf(payload: Envelope['payload']): number {
    if (!isVouched(payload)) return this.#values.write(payload);
    let offset = this.#written.get(payload);
    if (offset === undefined) {
      offset = this.#values.write(payload);
      this.#written.set(payload, offset);
    }
    return offset;
  }

  #putIds(row: number, { eventId, correlationId, causationId }: Envelope): void {
    const ids = this.#ids;
    const at = row * idWords;
    let flags = causationId === null ? rootBit : 0;
    if (!readWords(eventId, ids, at)) flags |= this.#putText(eventId, at, 0);
    // The event before is mostly of the same operation, and often the cause.
    if (correlationId === this.#lastCorrelation) {
      copyId(ids, at + 4 - idWords, at + 4);
      flags |= (this.#flags[row - 1] ?? 0) & textBits[1];
    } else if (!readWords(correlationId, ids, at + 4)) flags |= this.#putText(correlationId, at, 1);
    if (causationId !== null) {
      if (causationId === this.#lastId) {
        copyId(ids, at - idWords, at + 8);
        flags |= (this.#flags[row - 1] ?? 0) & textBits[0] ? textBits[2] : 0;
      } else if (!readWords(causationId, ids, at + 8)) flags |= this.#putText(causationId, at, 2);
    }
    this.#flags[row] = flags;
    this.#lastCorrelation = correlationId;
    this.#lastId = eventId;
    const isText = (flags & textBits[1]) !== 0;
    const bucket = bucketOf(isText ? hashOf(correlationId) : (ids[at + 4] ?? 0));
    this.#previous[row] = this.#newest[bucket] ?? none;
    this.#newest[bucket] = row;
  }

  #putText(text: string, at: number, which: 0 | 1 | 2): number {
    this.#ids[at + which * 4] = this.#values.write(text);
    return textBits[which];
  }

  #id(at: number, textBit: number): string {
    if (textBit === 0) return textOfWords(this.#ids, at);
    return String(this.#values.read(this.#ids[at] ?? 0));
  }
}

function copyId(ids: Uint32Array, from: number, to: number): void {
  ids[to] = ids[from] ?? 0;
  ids[to + 1] = ids[from + 1] ?? 0;
  ids[to + 2] = ids[from + 2] ?? 0;
  ids[to + 3] = ids[from + 3] ?? 0;
}

function bucketOf(word: number): number {
  return (word ^ (word >>> 16)) & (buckets - 1);
}

/** FNV-1a. */
function hashOf(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  return value >>> 0;
}
