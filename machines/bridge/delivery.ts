/**
 * The arithmetic of delivery. What left is kept until the other side has acknowledged it, and is
 * sent again on a new connection; what is kept is bounded, and a full window lets nothing leave.
 * The receiver checks every number: what comes twice is known, and a gap is never silent.
 *
 * @spec kernel 7.5
 * @spec reliability invariants
 */
import type { Bounds } from './send-queue.ts';

/**
 * Lines in flight; an acknowledgement comes far sooner. With one frame more, all of it fits into
 * what may wait in a socket.
 */
export const windowBounds: Bounds = { messages: 2_048, characters: 2 * 2 ** 20 };
/** A receiver acknowledges after so many lines or characters, and every second besides. */
export const ackEvery: Bounds = { messages: 128, characters: 256 * 2 ** 10 };
/** Ids of events that are remembered, so that one is known when it comes again. */
export const idsKept = 4_096;

export interface Kept {
  readonly bridgeSeq: number;
  readonly line: string;
}

export interface Window {
  isFull(): boolean;
  /** Number of the next line. */
  nextSeq(): number;
  keep(line: string): void;
  /** Everything up to this number has come. */
  acknowledge(lastSeq: number): void;
  /** What must be sent again to one who has heard everything up to this number. */
  after(lastSeq: number): readonly Kept[];
}

export function createWindow(bounds: Bounds = windowBounds): Window {
  const lines: string[] = [];
  let characters = 0;
  /** Of the last that left, and so of the last that is kept. */
  let lastSeq = 0;
  return {
    isFull: () => lines.length >= bounds.messages || characters >= bounds.characters,
    nextSeq: () => lastSeq + 1,
    keep(line) {
      lastSeq += 1;
      lines.push(line);
      characters += line.length;
    },
    acknowledge(seq) {
      const before = lastSeq - lines.length;
      const count = Math.max(0, Math.min(seq - before, lines.length));
      for (const line of lines.splice(0, count)) characters -= line.length;
    },
    after(seq) {
      const oldestSeq = lastSeq - lines.length + 1;
      return lines
        .map((line, index) => ({ bridgeSeq: oldestSeq + index, line }))
        .filter(({ bridgeSeq }) => bridgeSeq > seq);
    },
  };
}

export type Arrival =
  | { readonly is: 'next' }
  /** It has come before, by its number or by its id. */
  | { readonly is: 'repeated' }
  /** Lines before it never came. */
  | { readonly is: 'gap'; readonly oldestSeq: number; readonly newestSeq: number };

export interface Arrivals {
  lastSeq(): number;
  /** Lines that were taken, the repeated ones left out. */
  count(): number;
  /** A null id is known by its number only. */
  take(bridgeSeq: number, eventId: string | null, characters: number): Arrival;
  /** Whether it is time to acknowledge; then it counts as done. */
  takeAck(): boolean;
}

const next: Arrival = Object.freeze({ is: 'next' });
const repeated: Arrival = Object.freeze({ is: 'repeated' });

export function createArrivals(): Arrivals {
  const isKnown = createMemory();
  let lastSeq = 0;
  let count = 0;
  // Not acknowledged yet.
  let messages = 0;
  let size = 0;
  return {
    lastSeq: () => lastSeq,
    count: () => count,
    take(bridgeSeq, eventId, characters) {
      if (bridgeSeq <= lastSeq) return repeated;
      const oldestSeq = lastSeq + 1;
      lastSeq = bridgeSeq;
      messages += 1;
      size += characters;
      if (eventId !== null && isKnown(eventId)) return repeated;
      count += 1;
      if (bridgeSeq === oldestSeq) return next;
      return { is: 'gap', oldestSeq, newestSeq: bridgeSeq - 1 };
    },
    takeAck() {
      if (messages < ackEvery.messages && size < ackEvery.characters) return false;
      messages = 0;
      size = 0;
      return true;
    },
  };
}

/** Says whether it was asked about an id before, among the last `idsKept` at least. */
function createMemory(): (id: string) => boolean {
  let young = new Set<string>();
  let old = new Set<string>();
  return (id) => {
    if (young.has(id) || old.has(id)) return true;
    young.add(id);
    if (young.size >= idsKept) {
      old = young;
      young = new Set();
    }
    return false;
  };
}
