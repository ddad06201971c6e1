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

interface Claim {
  readonly paneId: string;
  /** Keys that were refused. */
  keys: number;
  readonly timer: unknown;
}

export class TypingDesk {
  readonly #input: TypingDeskInput;
  readonly #typing = new Map<string, Typing>();
  /** Claims that were told and what was refused since, by pane and client. */
  readonly #claims = new Map<string, Claim>();

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
      this.#claim(paneId, client, data.length);
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

  /** The terminal of the client tells something by itself; beside somebody who types it is lost. */
  pass(paneId: string, client: string, data: string): Result<null> {
    const typing = this.#typing.get(paneId);
    const by = typing?.client ?? client;
    if (by !== client) return refuse([keysRefused(by)]);
    this.#input.type(paneId, data, typing?.meta);
    return succeed(null);
  }

  /** The client is gone: its keys rest at once. */
  left(paneId: string, client: string): void {
    this.#tellRefused(`${paneId} ${client}`);
    if (this.#typing.get(paneId)?.client === client) this.#idle(paneId);
  }

  /** The pane is gone; nothing is told of it any more. */
  forget(paneId: string): void {
    this.#input.clock.clearTimeout(this.#typing.get(paneId)?.timer);
    this.#typing.delete(paneId);
    for (const [key, { timer }] of this.#claims) {
      if (!key.startsWith(`${paneId} `)) continue;
      this.#input.clock.clearTimeout(timer);
      this.#claims.delete(key);
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
  #claim(paneId: string, client: string, keys: number): void {
    const { kernel, clock } = this.#input;
    const key = `${paneId} ${client}`;
    const told = this.#claims.get(key);
    if (told) {
      told.keys += keys;
      return;
    }
    const timer = clock.setTimeout(() => this.#tellRefused(key), arbitrationMs);
    this.#claims.set(key, { paneId, keys, timer });
    const type = 'focus.arbitration.requested';
    kernel.submit({ type, paneId, source, payload: { owner: client } });
  }

  /** How many keys were lost to the claim, which is over. */
  #tellRefused(key: string): void {
    const claim = this.#claims.get(key);
    if (!claim) return;
    this.#input.clock.clearTimeout(claim.timer);
    this.#claims.delete(key);
    const loss = { droppedCount: claim.keys, oldestSeq: 0, newestSeq: 0 };
    const payload = { stage: 'keys', reason: 'another_types', ...loss };
    this.#input.kernel.report({ type: 'event.dropped', paneId: claim.paneId, source, payload });
  }
}

function keysRefused(by: string): Problem {
  return {
    code: 'KEYS_REFUSED',
    message: `Expected nobody else to type in this pane, got ${by}.`,
    hint: `Try again when it has rested for ${idleMs / 1_000} s.`,
  };
}
