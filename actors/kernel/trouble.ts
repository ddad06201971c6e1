/**
 * The kernel speaking of its own trouble: who threw, what was lost. Never silent, never a loop.
 *
 * @spec kernel 3.5 3.7 6
 */
import type { Ring } from '../../machines/kernel/ring.ts';
import { thrownText } from '../../machines/kernel/thrown.ts';
import type { Loss } from '../../runtime/bus/lanes.ts';
import type { Voice } from './voice.ts';

/** Early losses of the ring are told in lots of so many, the first at once. */
const ringLossLot = 1_000;
const speaker = 'event-bus.js';

export class Trouble {
  readonly #voice: Voice;
  readonly #ring: Ring;
  #threw = 0;
  #ringLossTold = 0;
  #telling = false;

  constructor(voice: Voice, ring: Ring) {
    this.#voice = voice;
    this.#ring = ring;
  }

  /** How often a handler threw. */
  get threw(): number {
    return this.#threw;
  }

  dropped(stage: string, reason: string, loss: Loss): void {
    this.#voice.say('event.dropped', 'system', { stage, reason, ...loss }, undefined, speaker);
  }

  /** There is nobody left to tell. */
  count(): void {
    this.#threw += 1;
  }

  thrown(eventType: string, error: unknown): void {
    this.count();
    // Who throws on bus.error itself must not make it loop.
    if (this.#telling || eventType === 'bus.error') return;
    this.#telling = true;
    const reason = thrownText(error);
    const payload = { stage: 'subscriber', eventType, reason };
    try {
      this.#voice.say('bus.error', 'system', payload, undefined, speaker);
    } finally {
      this.#telling = false;
    }
  }

  /** The session log takes no more: the record ends there, the kernel goes on. */
  logFailed(error: unknown): void {
    const reason = thrownText(error);
    const payload = { stage: 'session-log', eventType: '*', reason };
    this.#voice.say('bus.error', 'system', payload, undefined, speaker);
  }

  /** What the ring's cap evicted before its time. */
  ringLoss(): void {
    const untold = this.#ring.evictedEarly - this.#ringLossTold;
    if (untold === 0 || (this.#ringLossTold > 0 && untold < ringLossLot)) return;
    this.#ringLossTold = this.#ring.evictedEarly;
    const loss = this.#ring.takeLoss();
    if (loss) this.dropped('ring', 'byte_cap', loss);
  }
}
