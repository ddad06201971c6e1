/**
 * A piece of the ring: 1024 events side by side, with the time of their arrival, their size, and
 * the positions of their predecessors in three chains.
 *
 * @spec kernel 6
 */
import type { Envelope } from './envelope.ts';

export const segmentSize = 1_024;
/** No such position. */
export const absent = -1;

/** An envelope's own codes: three UUIDs, names and numbers, as objects in memory. */
const envelopeBytes = 320;

export class Segment {
  readonly #events: (Envelope | undefined)[] = new Array(segmentSize);
  readonly #at = new Float64Array(segmentSize);
  readonly #size = new Uint32Array(segmentSize);
  readonly #previous = [
    new Float64Array(segmentSize),
    new Float64Array(segmentSize),
    new Float64Array(segmentSize),
  ] as const;
  #earliest = Number.POSITIVE_INFINITY;
  #latest = Number.NEGATIVE_INFINITY;

  put(slot: number, event: Envelope, nowMs: number): number {
    const bytes = envelopeBytes + weigh(event.payload, 0);
    this.#events[slot] = event;
    this.#at[slot] = nowMs;
    this.#size[slot] = bytes;
    this.#earliest = Math.min(this.#earliest, event.ts);
    this.#latest = Math.max(this.#latest, event.ts);
    return bytes;
  }

  /** Lets go of an event; its bytes. */
  take(slot: number): number {
    this.#events[slot] = undefined;
    return this.#size[slot] ?? 0;
  }

  event(slot: number): Envelope | undefined {
    return this.#events[slot];
  }

  atMs(slot: number): number {
    return this.#at[slot] ?? 0;
  }

  setPrevious(chain: number, slot: number, position: number): void {
    const chainPositions = this.#previous[chain];
    if (chainPositions) chainPositions[slot] = position;
  }

  previous(chain: number, slot: number): number {
    return this.#previous[chain]?.[slot] ?? absent;
  }

  /** Whether any of its events may lie in the range of wall-clock times. */
  overlaps(since: number | undefined, until: number | undefined): boolean {
    return (
      (since === undefined || this.#latest >= since) &&
      (until === undefined || this.#earliest <= until)
    );
  }
}

/** The keys of an event in the three chains: correlation, pane, type. */
export function keysOf(event: Envelope): readonly [string, string, string] {
  return [event.correlationId, event.paneId, event.type];
}

/** About what a payload takes in memory; deep nesting is weighed no deeper than redaction goes. */
function weigh(value: unknown, depth: number): number {
  if (typeof value === 'string') return 16 + value.length * 2;
  if (typeof value !== 'object' || value === null) return 8;
  if (depth > 6) return 64;
  let bytes = 32;
  for (const key in value) bytes += 16 + weigh((value as Record<string, unknown>)[key], depth + 1);
  return bytes;
}
