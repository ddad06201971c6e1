/**
 * Who types. Keys lock the focus of their pane until they have rested. While those of an attached
 * client do, keys of another are refused, and the kernel is told that they were, so that the words
 * of two people never mix. A script sends whole texts from one client after another.
 *
 * @spec kernel 3.2 8
 */
import type { KernelMeta } from '../../machines/kernel/envelope.ts';
import { metaOf } from '../../machines/kernel/envelope.ts';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import type { Clock } from '../../runtime/host/host.ts';
import type { Kernel } from '../kernel/face.ts';

/** Keys that come closer together are one activity. */
export const activityMs = 100;
/** Keys that rest so long are over. */
export const idleMs = 2_000;
/** A client that goes on typing where another one types is told as often. */
export const arbitrationMs = 1_000;

const source = 'terminal.js';

export interface TypingDeskInput {
  readonly kernel: Kernel;
  readonly clock: Clock;
  /** Whether a client is attached to the pane. */
  readonly sits: (paneId: string, client: string) => boolean;
  /** Hands the keys to the program. */
  readonly type: (paneId: string, data: string, meta: KernelMeta | undefined) => void;
}

interface Typing {
  /** Who sits at the terminal; null for one that does not: anybody may go on after its keys. */
  client: string | null;
  /** When activity was last told. */
  toldMs: number;
  /** Keys that were not told yet. */
  keys: number;
  meta: KernelMeta | undefined;
  timer: unknown;
}

export class TypingDesk {
  readonly #input: TypingDeskInput;
  readonly #typing = new Map<string, Typing>();
  /** When a claim of a client was last told, by pane and client. */
  readonly #claims = new Map<string, number>();

  constructor(input: TypingDeskInput) {
    this.#input = input;
  }

  typist(paneId: string): string | null {
    return this.#typing.get(paneId)?.client ?? null;
  }

  type(paneId: string, client: string, data: string): Result<null> {
    const typing = this.#typing.get(paneId);
    const by = typing?.client ?? client;
    if (by !== client) {
      this.#claim(paneId, client);
      return refuse([keysRefused(by)]);
    }
    const now = typing ?? this.#begin(paneId);
    now.client = this.#input.sits(paneId, client) ? client : null;
    now.keys += data.length;
    const nowMs = this.#input.clock.monotonicMs();
    if (nowMs - now.toldMs >= activityMs) {
      const payload = { keys: now.keys };
      const told = this.#input.kernel.report({ type: 'typing.activity', paneId, source, payload });
      Object.assign(now, { toldMs: nowMs, keys: 0, meta: metaOf(told) });
    }
    this.#input.type(paneId, data, now.meta);
    this.#rest(paneId, now);
    return succeed(null);
  }

  /** The client is gone: its keys rest at once. */
  left(paneId: string, client: string): void {
    this.#claims.delete(`${paneId} ${client}`);
    if (this.#typing.get(paneId)?.client === client) this.#idle(paneId);
  }

  /** The pane is gone; nothing is told of it any more. */
  forget(paneId: string): void {
    this.#input.clock.clearTimeout(this.#typing.get(paneId)?.timer);
    this.#typing.delete(paneId);
    for (const key of this.#claims.keys()) {
      if (key.startsWith(`${paneId} `)) this.#claims.delete(key);
    }
  }

  #begin(paneId: string): Typing {
    const toldMs = Number.NEGATIVE_INFINITY;
    const typing: Typing = { client: null, toldMs, keys: 0, meta: undefined, timer: undefined };
    this.#typing.set(paneId, typing);
    return typing;
  }

  #rest(paneId: string, typing: Typing): void {
    const { clock } = this.#input;
    clock.clearTimeout(typing.timer);
    typing.timer = clock.setTimeout(() => this.#idle(paneId), idleMs);
  }

  #idle(paneId: string): void {
    this.#input.clock.clearTimeout(this.#typing.get(paneId)?.timer);
    this.#typing.delete(paneId);
    this.#input.kernel.report({ type: 'typing.idle', paneId, source, payload: { idleMs } });
  }

  /** The arbiter of the kernel says that the user who types keeps the focus. */
  #claim(paneId: string, client: string): void {
    const key = `${paneId} ${client}`;
    const nowMs = this.#input.clock.monotonicMs();
    if (nowMs - (this.#claims.get(key) ?? Number.NEGATIVE_INFINITY) < arbitrationMs) return;
    this.#claims.set(key, nowMs);
    const type = 'focus.arbitration.requested';
    this.#input.kernel.submit({ type, paneId, source, payload: { owner: client } });
  }
}

function keysRefused(by: string): Problem {
  return {
    code: 'KEYS_REFUSED',
    message: `Expected nobody else to type in this pane, got ${by}.`,
    hint: `Try again when it has rested for ${idleMs / 1_000} s.`,
  };
}
