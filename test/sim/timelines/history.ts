/**
 * A log as lists in its own order: moments at which something may be decided, and what had become of
 * events, of the target and of the signals by then. Nothing is kept from one question to the next:
 * each is answered from the lists.
 *
 * @spec reliability invariants
 */
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import type { Look } from './expression-oracle.ts';

/** A tick was sampled; the target came to its end for good; something became of an event. */
export interface Moment {
  readonly ordinal: number;
  /** Place in the log. */
  readonly place: number;
  /** Id of the envelope that it is told by. */
  readonly cause: string;
  readonly atMs: number;
  readonly is: 'tick' | 'last' | 'fact';
}

export interface Sample {
  readonly atMs: number;
  readonly tick: number;
  readonly host: Readonly<Record<string, number | null>> | null;
  readonly target:
    | (Readonly<Record<'cpu' | 'threads' | 'fds', number | null>> & {
        readonly rssBytes: number;
        readonly pressure?: Readonly<Record<'cpu' | 'memory' | 'io', number | null>>;
      })
    | null;
  readonly signals?: Readonly<Record<string, number | null>>;
}

interface Fact {
  readonly ordinal: number;
  readonly id: string;
  readonly how: string;
}

export const usualWindowMs = 10_000;

const worse = ['survived', 'exit', 'hang', 'crash'];
const befalls: Readonly<Record<string, string>> = {
  'target.crashed': 'crash',
  'target.exited': 'exit',
  'target.hung': 'hang',
};
const states: Readonly<Record<string, string>> = {
  'clip.scheduled': 'pending',
  'clip.armed': 'armed',
  'clip.started': 'running',
  'clip.stop.requested': 'stopping',
  'clip.stopped': 'done',
  'clip.skipped': 'skipped',
  'clip.failed': 'failed',
};

export class History {
  readonly events: readonly Envelope[];
  readonly moments: readonly Moment[];
  readonly samples: readonly { readonly place: number; readonly sample: Sample }[];
  /** How an event will have ended, the first word first. */
  readonly #ends: Fact[] = [];
  readonly #overs: Fact[] = [];
  readonly #places = new Map<string, number[]>();
  readonly #stateWords = new Map<string, { readonly place: number; readonly word: string }[]>();
  readonly #looks = new Map<Moment, Look>();
  /** Ends of the target that no other life follows. */
  readonly #gone: readonly number[];

  constructor(events: readonly Envelope[]) {
    this.events = events;
    this.samples = events.flatMap(({ type, payload }, place) =>
      type === 'sample.taken' ? [{ place, sample: payload as unknown as Sample }] : [],
    );
    for (const [place, { type, payload }] of events.entries()) {
      this.#places.set(type, [...(this.#places.get(type) ?? []), place]);
      const word = states[type];
      if (word === undefined) continue;
      const id = String(payload.clipId);
      this.#stateWords.set(id, [...(this.#stateWords.get(id) ?? []), { place, word }]);
    }
    this.#gone = events.flatMap((_, place) => (isGoneAt(events, place) ? [place] : []));
    this.moments = this.#momentsOf(events);
  }

  /** Place of the first of these; infinite where there is none. */
  placeOf(type: string): number {
    return this.#places.get(type)?.[0] ?? Number.POSITIVE_INFINITY;
  }

  /** Place at which an event began to play; infinite where it never did. */
  startOf(id: string): number {
    const words = this.#stateWords.get(id) ?? [];
    return words.find(({ word }) => word === 'running')?.place ?? Number.POSITIVE_INFINITY;
  }

  endOf(id: string, by: Moment): string | null {
    return this.#ends.find((one) => one.id === id && one.ordinal <= by.ordinal)?.how ?? null;
  }

  isOver(id: string, by: Moment): boolean {
    return this.#overs.some((one) => one.id === id && one.ordinal <= by.ordinal);
  }

  /** The last moment that was told before a place. */
  before(place: number): Moment | undefined {
    return this.moments.findLast((one) => one.place < place);
  }

  /** Place from which on there is no target any more. */
  get goneAt(): number {
    return this.#gone[0] ?? Number.POSITIVE_INFINITY;
  }

  /** The same as an offset. */
  get goneMs(): number {
    return Number(this.events[this.goneAt]?.payload.atMs ?? Number.POSITIVE_INFINITY);
  }

  lookAt(at: Moment): Look {
    const known = this.#looks.get(at);
    if (known) return known;
    const look = this.look(at.place, at.atMs);
    this.#looks.set(at, look);
    return look;
  }

  /** What is to be seen at a place of the log. Without a target it has no figures. */
  look(place: number, atMs: number, usualMs: number | null = usualWindowMs): Look {
    const until = this.samples.findLastIndex((one) => one.place <= place);
    const past = this.samples.slice(0, until + 1).map(({ sample }) => sample);
    const latest = past.at(-1);
    // A sample that was taken later tells for itself whether there is one.
    const isSince = this.goneAt <= place && this.events[place]?.type !== 'sample.taken';
    const now = latest && isSince ? { ...latest, target: null } : latest;
    const by = this.moments.findLast((one) => one.place <= place);
    const count = (type: string) =>
      (this.#places.get(type) ?? []).filter((one) => one <= place).length;
    return {
      usualMs,
      figure: (name) => {
        if (name === 'crashes') return count('target.crashed');
        if (name === 'exits') return count('target.exited');
        if (name === 'elapsed_s') return Math.max(0, atMs / 1_000);
        return now === undefined ? null : figureIn(now, name);
      },
      window(fn, name, ms) {
        const from = ms === null ? Number.NEGATIVE_INFINITY : atMs - ms;
        const within = past.flatMap((one) => {
          const value = one.atMs > from ? figureIn(one, name) : null;
          return value === null ? [] : [{ atMs: one.atMs, value }];
        });
        return within.length === 0 ? null : summed(fn, within);
      },
      word: (id, field) => {
        if (field === 'outcome') return (by && this.endOf(id, by)) ?? 'none';
        const words = this.#stateWords.get(id) ?? [];
        return words.findLast((one) => one.place <= place)?.word ?? 'pending';
      },
    };
  }

  #momentsOf(events: readonly Envelope[]): readonly Moment[] {
    const moments: Moment[] = [];
    for (const [place, event] of events.entries()) {
      const { type, payload, eventId: cause } = event;
      const add = (is: Moment['is']): number => {
        const ordinal = moments.length;
        moments.push({ ordinal, place, cause, atMs: Number(payload.atMs), is });
        return ordinal;
      };
      if (type === 'sample.taken') add('tick');
      if (type === 'target.crashed') {
        for (const id of activeIn(event))
          if (!this.#hasEnd(id)) this.#end(add('fact'), id, 'crash');
      }
      const isSampled = (this.samples[0]?.place ?? Number.POSITIVE_INFINITY) < place;
      if (isSampled && this.#gone.includes(place)) add('last');
      if (!/^clip\.(stopped|skipped|failed)$/.test(type)) continue;
      const id = String(payload.clipId);
      if (this.#overs.some((one) => one.id === id)) continue;
      const ordinal = add('fact');
      this.#overs.push({ ordinal, id, how: 'over' });
      if (!this.#hasEnd(id)) {
        this.#end(ordinal, id, type === 'clip.stopped' ? this.#worst(id, place) : 'none');
      }
    }
    return moments;
  }

  #hasEnd(id: string): boolean {
    return this.#ends.some((one) => one.id === id);
  }

  #end(ordinal: number, id: string, how: string): void {
    this.#ends.push({ ordinal, id, how });
  }

  /** The worst that befell the target while it played. */
  #worst(id: string, place: number): string {
    const befell = this.events
      .slice(0, place)
      .flatMap((event) => (activeIn(event).includes(id) ? [befalls[event.type] ?? ''] : []));
    return worse.findLast((how) => befell.includes(how)) ?? 'survived';
  }
}

/** Whether this end of the target is followed by no other life. */
function isGoneAt(events: readonly Envelope[], place: number): boolean {
  const type = events[place]?.type;
  if (type !== 'target.crashed' && type !== 'target.exited') return false;
  const next = events.slice(place + 1).find(({ source }) => source === 'target');
  return next?.type !== 'target.start.requested';
}

function activeIn({ type, payload }: Envelope): readonly string[] {
  const isOfTarget = befalls[type] !== undefined && Array.isArray(payload.active);
  return isOfTarget ? (payload.active as string[]) : [];
}

function figureIn({ host, target, signals = {} }: Sample, name: string): number | null {
  switch (name) {
    case 'cpu_load':
      return host?.cpuLoad ?? null;
    case 'memory_pressure':
      return host?.memoryPressure ?? host?.memoryUsed ?? null;
    case 'io_pressure':
      return host?.ioPressure ?? null;
    case 'io_latency_ms':
      return host?.ioLatencyMs ?? null;
    case 'target.cpu':
      return target?.cpu ?? null;
    case 'target.rss_mb':
      return target === null ? null : target.rssBytes / 2 ** 20;
    default:
      return signals[name] ?? null;
  }
}

interface Point {
  readonly atMs: number;
  readonly value: number;
}

function summed(fn: 'avg' | 'max' | 'p95' | 'rate', points: readonly Point[]): number | null {
  const values = points.map(({ value }) => value);
  if (fn === 'max') return Math.max(...values);
  if (fn === 'avg') return values.reduce((sum, one) => sum + one, 0) / values.length;
  if (fn === 'p95') {
    const inOrder = values.toSorted((a, b) => a - b);
    // The least that 95 in 100 do not exceed.
    return (
      inOrder.find((one) => values.filter((v) => v <= one).length >= values.length * 0.95) ?? null
    );
  }
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || first.atMs === last.atMs) return null;
  return ((last.value - first.value) * 1_000) / (last.atMs - first.atMs);
}
