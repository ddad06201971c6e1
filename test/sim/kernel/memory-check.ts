/**
 * Invariants 6, 44, 45, 47 and 48: every subscriber hears the log, once, in order; what was lost
 * across the bridge is told exactly; the ring remembers what it promised, and answers as a filter
 * of the log would.
 *
 * @spec reliability invariants
 */
import type { Envelope, EventQuery } from '../../../embed/kernel.ts';
import type { Accuse, Checker, Turn } from './turn.ts';

const ringEvents = 1_000;
const ringMs = 300_000;

interface Logged {
  readonly event: Envelope;
  /** As it was when it was heard. */
  readonly text: string;
  readonly atMs: number;
}

export interface Asked {
  readonly query: EventQuery;
  readonly answer: readonly Envelope[];
}

/** What other subscribers heard in a turn, as ids. */
export interface Overheard {
  readonly last: readonly string[];
  readonly injections: readonly string[];
  readonly asked: readonly Asked[];
}

export class MemoryCheck implements Checker {
  readonly #accuse: Accuse;
  readonly #overheard: () => Overheard;
  readonly #log: Logged[] = [];
  readonly #heard = new Set<string>();
  readonly #highest = new Map<string, number>();

  constructor(accuse: Accuse, overheard: () => Overheard) {
    this.#accuse = accuse;
    this.#overheard = overheard;
  }

  turn(turn: Turn): void {
    for (const [at, event] of turn.events.entries()) {
      this.#log.push({ event, text: turn.texts[at] ?? '', atMs: turn.atMs });
      this.#heard.add(event.eventId);
    }
    const { last, injections, asked } = this.#overheard();
    const ids = turn.events.map(({ eventId }) => eventId);
    if (ids.join() !== last.join()) this.#accuse(6, 'two subscribers heard different things');
    const own = turn.events.filter(({ type }) => type.startsWith('inject.'));
    if (own.map(({ eventId }) => eventId).join() !== injections.join()) {
      this.#accuse(6, 'a subscriber of a family heard something else');
    }
    for (const { input, output } of [turn.call, ...turn.nested]) {
      if (output && 'eventId' in output) this.#said(output);
      else if (output && 'decision' in output && output.event) this.#said(output.event);
      if (input.ask === 'ingest') this.#arrived(input.envelope, output, turn);
    }
    for (const one of asked) this.#query(one, turn.atMs);
  }

  end(): void {}

  #said({ eventId, type }: Envelope): void {
    const mayBeLost = type === 'pty.data.received' || type === 'ui.longtask.detected';
    if (!mayBeLost && !this.#heard.has(eventId))
      this.#accuse(45, `${type} was said, and not heard`);
  }

  #arrived(envelope: Envelope, output: Turn['call']['output'], turn: Turn): void {
    if (!output || !('outcome' in output) || output.outcome === 'refused') return;
    const { source, seq, eventId } = envelope;
    const highest = this.#highest.get(source) ?? 0;
    const told = turn.events.filter(
      ({ type, payload }) => type === 'event.dropped' && payload.stage === 'bridge',
    );
    const isKnown = this.#log.some(({ event }) => event.eventId === eventId);
    const isHeard = turn.events.some((event) => event.eventId === eventId);
    if (seq <= highest) {
      if (output.outcome !== 'discarded') this.#accuse(43, `${source} ${seq} comes a second time`);
      const reason = isKnown ? 'duplicate' : 'reordered';
      if (!told.some(({ payload }) => payload.reason === reason)) {
        this.#accuse(44, `a discarded envelope is not told as ${reason}`);
      }
      return;
    }
    this.#highest.set(source, seq);
    if (!isHeard) this.#accuse(44, `${source} ${seq} was taken, and not heard`);
    const missing = seq - highest - 1;
    const gap = told.find(({ payload }) => payload.reason === 'gap');
    const count = gap ? Number(gap.payload.droppedCount) : 0;
    if (count !== missing) this.#accuse(44, `${count} told as lost, in truth ${missing}`);
    if (!gap) return;
    if (gap.payload.oldestSeq !== highest + 1 || gap.payload.newestSeq !== seq - 1) {
      this.#accuse(44, 'a loss is told with other numbers');
    }
  }

  /** The newest 1000 and all of the last five minutes, looked through one by one. */
  #query({ query, answer }: Asked, nowMs: number): void {
    const lastMs = this.#log[this.#log.length - 1]?.atMs ?? nowMs;
    const first = this.#log.findIndex(
      ({ atMs }, index) => this.#log.length - index <= ringEvents || lastMs - atMs <= ringMs,
    );
    const kept = first < 0 ? [] : this.#log.slice(first);
    const expected = kept
      .reverse()
      .filter(({ event }) => matches(event, query))
      .slice(0, query.limit ?? kept.length);
    const same =
      expected.length === answer.length && expected.every((one, at) => isSame(one, answer[at]));
    if (same) return;
    const which = answer.length === expected.length || query.limit !== undefined ? 48 : 47;
    const text = `${JSON.stringify(query)} gives ${answer.length}, the log ${expected.length}`;
    this.#accuse(Object.keys(query).length === 0 ? 47 : which, text);
  }
}

/** The ring may make a new object of it, but of the same words. */
function isSame({ event, text }: Logged, other: Envelope | undefined): boolean {
  return event === other || text === JSON.stringify(other);
}

function matches(event: Envelope, query: EventQuery): boolean {
  const { paneId, correlationId, since, until, type, types } = query;
  const wanted = [...(types ?? []), ...(type === undefined ? [] : [type])];
  const isWanted = wanted.some(
    (one) =>
      one === '*' ||
      one === event.type ||
      (one.endsWith('.*') && event.type.startsWith(one.slice(0, -1))),
  );
  return (
    (wanted.length === 0 || isWanted) &&
    (paneId === undefined || event.paneId === paneId) &&
    (correlationId === undefined || event.correlationId === correlationId) &&
    (since === undefined || event.ts >= since) &&
    (until === undefined || event.ts <= until)
  );
}
