/**
 * Events for clients: all that is remembered, and what comes; and the terminal event of an
 * injection for whoever waits for it.
 *
 * @spec kernel 2 6 7.6
 */
import type { InjectionEnd } from '../../machines/control/values.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import type { LoggedEvent } from '../../machines/record/session-line.ts';
import type { Kernel } from '../kernel/face.ts';
import type { Client, Stream } from './client.ts';

/** Events in one item of a stream. */
const batchMax = 64;
/** Events that wait for a client that does not read; older ones are dropped, and counted. */
export const backlogMax = 4_096;

const ends: ReadonlySet<string> = new Set(['inject.verified', 'inject.failed', 'inject.dropped']);

interface Reader {
  stream: Stream | null;
  readonly follows: boolean;
  backlog: LoggedEvent[];
  dropped: number;
  isDue: boolean;
}

export interface EventDeskInput {
  readonly kernel: Kernel;
  /** Wall-clock time at which the session began. */
  readonly startMs: number;
  /** Calls when the turn is over, so that events of one turn go together. */
  readonly later: (work: () => void) => void;
}

export class EventDesk {
  readonly #input: EventDeskInput;
  readonly #readers = new Set<Reader>();
  readonly #waiting = new Map<string, Set<(end: Result<InjectionEnd>) => void>>();

  constructor(input: EventDeskInput) {
    this.#input = input;
    input.kernel.on('*', (event: Envelope) => this.#heard(event));
  }

  read(
    client: Client,
    id: number,
    how: { readonly follow: boolean; readonly past: boolean },
  ): void {
    const reader: Reader = {
      ...{ stream: null, follows: how.follow, backlog: [], dropped: 0, isDue: false },
    };
    reader.stream = client.stream(id, {
      onRoom: () => this.#flush(reader),
      onOver: () => this.#readers.delete(reader),
    });
    if (reader.stream === null) return;
    if (how.past) reader.backlog = this.#input.kernel.query().reverse().map(this.#logged);
    this.#readers.add(reader);
    this.#flush(reader);
  }

  /** The terminal event of an operation: now, if it came already. */
  await(correlationId: string, told: (end: Result<InjectionEnd>) => void): void {
    const chain = this.#input.kernel.chain(correlationId);
    const end = chain.find(({ type }) => ends.has(type));
    if (end) told(succeed(endOf(end)));
    else if (!chain.some(({ type }) => type === 'inject.requested')) {
      told(refuse([unknown(correlationId)]));
    } else {
      const waiting = this.#waiting.get(correlationId) ?? new Set();
      this.#waiting.set(correlationId, waiting.add(told));
    }
  }

  /** Nothing comes any more. */
  stop(): void {
    for (const { stream } of [...this.#readers]) stream?.end('host_stopped');
  }

  #heard(event: Envelope): void {
    if (ends.has(event.type)) this.#tellEnd(event);
    for (const reader of this.#readers) {
      if (!reader.follows) continue;
      reader.backlog.push(this.#logged(event));
      if (reader.backlog.length > backlogMax) {
        reader.backlog.shift();
        reader.dropped += 1;
      }
      if (reader.isDue) continue;
      reader.isDue = true;
      this.#input.later(() => {
        reader.isDue = false;
        this.#flush(reader);
      });
    }
  }

  #tellEnd(event: Envelope): void {
    const waiting = this.#waiting.get(event.correlationId);
    this.#waiting.delete(event.correlationId);
    for (const told of waiting ?? []) told(succeed(endOf(event)));
  }

  #flush(reader: Reader): void {
    const { stream } = reader;
    if (stream === null || !this.#readers.has(reader)) return;
    if (reader.dropped > 0) {
      if (!stream.item({ is: 'dropped', count: reader.dropped, reason: 'slow_reader' })) return;
      reader.dropped = 0;
    }
    while (reader.backlog.length > 0) {
      const taken = sendOldest(stream, reader.backlog);
      if (taken === 0) return;
      reader.backlog = reader.backlog.slice(taken);
    }
    if (!reader.follows) stream.end('all_read');
  }

  readonly #logged = (event: Envelope): LoggedEvent => ({
    ...event,
    atMs: Math.max(0, event.ts - this.#input.startMs),
  });
}

/** How many were taken: fewer where as many as usual are too large for a frame, 0 for no room. */
function sendOldest(stream: Stream, backlog: readonly LoggedEvent[]): number {
  for (let size = Math.min(batchMax, backlog.length); ; size = Math.ceil(size / 2)) {
    const item = { is: 'events', events: backlog.slice(0, size) } as const;
    if (size === 1) return stream.item(item) ? 1 : 0;
    const sent = stream.offer(item);
    if (sent !== 'too_large') return sent === 'sent' ? size : 0;
  }
}

function endOf({ eventId, type, ts, payload }: Envelope): InjectionEnd {
  return { eventId, type, ts, payload };
}

function unknown(correlationId: string): Problem {
  return {
    code: 'UNKNOWN_ID',
    message: `Expected the correlation of an injection, got ${JSON.stringify(correlationId)}.`,
    hint: 'Try one that `ambush events` shows.',
  };
}
