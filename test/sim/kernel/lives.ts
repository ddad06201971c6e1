/**
 * Which request each event belongs to, and what is known of each request: the ledger that the
 * checks of injections share.
 */
import type { Envelope } from '../../../embed/kernel.ts';

export interface Life {
  readonly id: string;
  readonly paneId: string;
  readonly source: string;
  readonly correlationId: string;
  readonly critical: boolean;
  readonly number: number;
  readonly atMs: number;
  /** What was asked, unredacted. */
  readonly payload: Readonly<Record<string, unknown>>;
  deferredAtMs: number | null;
  startedAtMs: number | null;
  /** Events `daemon.write.requested`. */
  writes: number;
  refusals: number;
  /** Whether the hands said that they keep its text. */
  isKept: boolean;
  /** Whether a loss was told before the text went out. */
  isLossTold: boolean;
  applied: number;
  submitsAsked: number;
  submitsSent: number;
  judged: number;
  end: Envelope | null;
  endedAtMs: number;
}

const ends = new Set(['inject.verified', 'inject.dropped', 'inject.failed']);

export const isEnd = (type: string): boolean => ends.has(type);

/** Of an injection's life: its own words, its verification, its writes. */
export const isOfLife = (type: string): boolean =>
  type.startsWith('inject.') || type.startsWith('verify.') || type.startsWith('daemon.write.');

export class Lives {
  readonly #byId = new Map<string, Life>();
  readonly #ofEvent = new Map<string, Life>();
  readonly #ofCorrelation = new Map<string, Life>();

  all(): Iterable<Life> {
    return this.#byId.values();
  }

  get(id: string): Life | undefined {
    return this.#byId.get(id);
  }

  begin(event: Envelope, atMs: number, payload: Readonly<Record<string, unknown>>): Life {
    const { eventId: id, paneId, source, correlationId } = event;
    const life: Life = {
      ...{ id, paneId, source, correlationId, atMs, payload },
      critical: payload.critical === true,
      number: this.#byId.size,
      deferredAtMs: null,
      startedAtMs: null,
      writes: 0,
      refusals: 0,
      isKept: false,
      isLossTold: false,
      applied: 0,
      submitsAsked: 0,
      submitsSent: 0,
      judged: 0,
      end: null,
      endedAtMs: 0,
    };
    this.#byId.set(id, life);
    this.#ofEvent.set(id, life);
    if (!this.#ofCorrelation.has(correlationId)) this.#ofCorrelation.set(correlationId, life);
    return life;
  }

  /** The request that an event follows from; null when it is of none. */
  of(event: Envelope): Life | null {
    const known = this.#ofEvent.get(event.eventId);
    if (known) return known;
    const { causationId, correlationId } = event;
    const life =
      (causationId === null ? undefined : this.#ofEvent.get(causationId)) ??
      (isOfLife(event.type) ? this.#ofCorrelation.get(correlationId) : undefined);
    if (life) this.#ofEvent.set(event.eventId, life);
    return life ?? null;
  }
}
