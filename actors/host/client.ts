/**
 * One client of the host: what it asked is answered under its number, each request once; its
 * streams go on until it ends them, or goes. What a client does not read is never kept without
 * a bound: a stream is told when it cannot go on, and when it can again.
 *
 * @spec kernel 7.6
 */
import type { ControlAnswer, StreamItem } from '../../machines/control/answers.ts';
import type { Problem, Result } from '../../machines/kernel/problem.ts';
import type { Sent } from '../../runtime/bridge/peer.ts';
import type { Wire } from './wire.ts';

/** Answers that may wait for a client to read; one that never reads is let go. */
export const unsentMax = 1_024;
/** Streams of one client at once. */
export const streamsMax = 32;

export interface StreamHooks {
  /** The client reads again after `item` was refused. */
  readonly onRoom?: () => void;
  /** Over, whoever ended it; once. */
  readonly onOver: () => void;
}

export interface Stream {
  /** False when the client does not read now, and the item was not taken. */
  item(item: StreamItem): boolean;
  /** The same for one that may be too large, where there is something smaller to send instead. */
  offer(item: StreamItem): Sent;
  /** Over, with a code word that the client is told. */
  end(reason: string): void;
}

export class Client {
  /** Such as `client-3`: never used again. */
  readonly name: string;
  readonly #wire: Wire;
  readonly #keepSafe: () => void;
  readonly #streams = new Map<number, StreamHooks>();
  /** Answers that the client was too slow to take; they go before anything else. */
  #unsent: ControlAnswer[] = [];

  constructor(name: string, wire: Wire, keepSafe: () => void = () => {}) {
    this.name = name;
    this.#wire = wire;
    this.#keepSafe = keepSafe;
    wire.onDrain(() => this.#drained());
    wire.onClose(() => {
      for (const id of [...this.#streams.keys()]) this.#forget(id);
    });
  }

  answer(id: number, result: Result<unknown>): void {
    this.#keepSafe();
    if (result.ok) this.#say({ id, ok: true, value: result.value ?? null });
    else this.#say({ id, ok: false, problems: result.problems });
  }

  /** A stream under the number of the request; null where that is refused, which is told. */
  stream(id: number, hooks: StreamHooks): Stream | null {
    if (this.#streams.has(id) || this.#streams.size >= streamsMax) {
      this.answer(id, { ok: false, problems: [tooManyStreams] });
      return null;
    }
    this.#streams.set(id, hooks);
    const isOpen = (): boolean => this.#streams.get(id) === hooks;
    const offer = (item: StreamItem): Sent => {
      if (!isOpen()) return 'closed';
      return this.#unsent.length > 0 ? 'full' : this.#wire.send({ id, item });
    };
    return {
      offer,
      item: (item) => {
        const sent = offer(item);
        return (sent === 'too_large' ? offer(tooLarge) : sent) === 'sent';
      },
      end: (reason) => {
        if (!isOpen()) return;
        this.#say({ id, end: reason });
        this.#forget(id);
      },
    };
  }

  /** As the client asks. */
  endStream(id: number): boolean {
    if (!this.#streams.has(id)) return false;
    this.#say({ id, end: 'asked' });
    this.#forget(id);
    return true;
  }

  close(): void {
    this.#wire.close();
  }

  #forget(id: number): void {
    const hooks = this.#streams.get(id);
    this.#streams.delete(id);
    hooks?.onOver();
  }

  #say(answer: ControlAnswer): void {
    if (this.#unsent.length > 0) {
      this.#keep(answer);
      return;
    }
    const sent = this.#wire.send(answer);
    if (sent === 'full') this.#keep(answer);
    if (sent === 'too_large') {
      this.#wire.send({ id: answer.id, ok: false, problems: [answerTooLarge] });
    }
  }

  #keep(answer: ControlAnswer): void {
    if (this.#unsent.length < unsentMax) this.#unsent.push(answer);
    else this.#wire.close();
  }

  #drained(): void {
    const unsent = this.#unsent;
    this.#unsent = [];
    for (const answer of unsent) this.#say(answer);
    if (this.#unsent.length > 0) return;
    for (const hooks of [...this.#streams.values()]) hooks.onRoom?.();
  }
}

/** In place of an item that no frame holds. */
const tooLarge: StreamItem = { is: 'dropped', count: 1, reason: 'too_large' };

const answerTooLarge: Problem = {
  code: 'ANSWER_TOO_LARGE',
  message: 'Expected an answer that fits into a frame of the control socket, got a larger one.',
};

const tooManyStreams: Problem = {
  code: 'STREAMS_MAX',
  message: `Expected at most ${streamsMax} streams of one client, each of a number of its own.`,
};
