/**
 * The text of an injection that the hands keep, because its pane went down before it was written:
 * what they say of it is told, and while a gate is closed it may not go on by itself.
 *
 * @spec kernel 7.7
 */
import type { PaneNews, PaneOrder } from '../../machines/hands/pane-messages.ts';
import type { KernelMeta } from '../../machines/kernel/envelope.ts';
import type { PayloadOf } from '../../machines/kernel/events/registry.ts';
import type { StateVector } from '../../machines/kernel/state-vector.ts';
import type { Reason } from '../../machines/kernel/verdict.ts';
import { waitMaxMs } from '../../machines/pane/injection.machine.ts';
import type { Ground } from './ground.ts';

type Fact = Extract<PaneNews, { is: 'pane.fact' }>;
export type KeptFact = Pick<Fact, 'type' | 'payload' | 'key'>;
type Told = 'inject.deferred' | 'inject.resumed' | 'inject.dropped';
type Word =
  | { readonly do: 'pane.hold' | 'pane.resume' }
  | { readonly do: 'pane.drop'; readonly reason: string };

export interface KeptTextInput {
  readonly ground: Ground;
  readonly paneId: string;
  /** Of the order to write it. */
  readonly key: string;
  /** Until when it may wait, on the monotonic clock; null for one that may not. */
  readonly deadlineMs: number | null;
  readonly vector: () => StateVector;
  /** How many wait for it to end. */
  readonly depth: () => number;
  /** Of what was told last. */
  readonly meta: () => KernelMeta;
  readonly say: <Type extends Told>(type: Type, payload: PayloadOf<Type>) => void;
}

export class KeptText {
  readonly #input: KeptTextInput;
  /** What the hands last said of it. */
  #news: KeptFact['payload'] = {};
  /** They keep it, as far as they have said. */
  #isKept = false;
  /** They were told to wait for a word. */
  #isHeld = false;

  constructor(input: KeptTextInput) {
    this.#input = input;
  }

  /** What the order to write it says; nothing for one that may not wait. */
  whenDown(): Extract<PaneOrder, { do: 'pane.write' }>['whenDown'] {
    const remainingMs = Math.min(this.#remainingMs(), waitMaxMs);
    return remainingMs > 0 ? { defer: true, remainingMs } : undefined;
  }

  note({ payload }: KeptFact): void {
    this.#news = payload;
  }

  sayDeferred(): void {
    this.#isKept = true;
    this.#isHeld = false;
    this.#sayGate(ptyDown, Number(this.#news.remainingMs));
    this.settle();
  }

  sayResumed(): void {
    this.#isKept = false;
    const { trigger, waitedMs } = this.#news;
    const depth = this.#input.depth();
    const payload = { trigger: String(trigger), waitedMs: Number(waitedMs), depth };
    this.#input.say('inject.resumed', payload);
  }

  sayDropped(): void {
    this.#isKept = false;
    this.#input.say('inject.dropped', { reason: String(this.#news.reason) });
  }

  /** A gate may have closed, or opened again. */
  settle(): void {
    if (!this.#isKept) return;
    const gate = closedGate(this.#input.vector());
    if ((gate !== null) === this.#isHeld) return;
    this.#isHeld = gate !== null;
    if (gate !== null) this.#sayGate(gate, this.#remainingMs());
    this.#order({ do: this.#isHeld ? 'pane.hold' : 'pane.resume' });
  }

  /** Nobody waits for it any more: what they keep is never to be written. */
  drop(reason: string): void {
    if (this.#isKept) this.#order({ do: 'pane.drop', reason });
    this.#isKept = false;
  }

  #sayGate({ contractId, detail }: Reason, remainingMs: number): void {
    const reasons = [{ contractId, detail }];
    this.#input.say('inject.deferred', { reason: detail, contractId, reasons, remainingMs });
  }

  #order(word: Word): void {
    const { ground, paneId, key: of, meta } = this.#input;
    ground.order?.({ ...word, key: `${of} ${word.do}`, of, paneId, meta: meta() });
  }

  #remainingMs(): number {
    const { deadlineMs, ground } = this.#input;
    return deadlineMs === null ? 0 : Math.max(0, deadlineMs - ground.clock.monotonicMs());
  }
}

/** Its end was told before the hands could say that they keep it: it is never to be written. */
export function dropKept({ order }: Ground, { type, key, meta, paneId }: Fact): void {
  if (type !== 'inject.deferred' || key === undefined || meta === undefined) return;
  const reason = 'not_awaited';
  order?.({ do: 'pane.drop', key: `${key} pane.drop`, of: key, reason, paneId, meta });
}

const ptyDown: Reason = { contractId: 'link-gate', detail: 'pty down' };

/** A gate that holds texts back, other than the way to the pane. */
export function closedGate({ gates }: StateVector): Reason | null {
  if (gates.focusLocked) return { contractId: 'focus-lock-guard', detail: 'locked' };
  if (gates.safeMode) return { contractId: 'safe-mode-gate', detail: 'safe mode is on' };
  if (gates.compacting !== 'confirmed') return null;
  return { contractId: 'compaction-gate', detail: 'compaction confirmed' };
}
