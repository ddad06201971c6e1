/**
 * A source of the other side, whose envelopes come across a bridge that loses, repeats and
 * reorders them.
 *
 * @spec kernel 7.5
 */
import type { Envelope } from '../../../embed/kernel.ts';
import type { World } from './world.ts';

export class Remote {
  readonly #source: string;
  readonly #world: World;
  #seq = 0;
  #held: Envelope | null = null;
  #lastSent: Envelope | null = null;

  constructor(source: string, world: World) {
    this.#source = source;
    this.#world = world;
  }

  speak(paneId: string, n: number): void {
    const next = this.#make(paneId);
    switch (n % 7) {
      case 0:
        return;
      case 1:
        this.#held = next;
        return;
      case 2:
        if (this.#lastSent) ingest(this.#world, this.#lastSent);
        break;
      case 3:
        // A repetition whose body was changed on the way is the same event all the same.
        if (this.#lastSent) ingest(this.#world, { ...this.#lastSent, payload: { to: 'x' } });
        break;
    }
    ingest(this.#world, next);
    this.#lastSent = next;
    if (!this.#held) return;
    ingest(this.#world, this.#held);
    this.#held = null;
  }

  #make(paneId: string): Envelope {
    this.#seq += 1;
    const { dice, clock } = this.#world;
    return {
      eventId: dice.uuid(),
      correlationId: dice.uuid(),
      causationId: null,
      type: 'focus.changed',
      source: this.#source,
      paneId,
      ts: clock.wallMs() - 3,
      seq: this.#seq,
      payload: { to: paneId },
    };
  }
}

export function ingest(world: World, envelope: Envelope): void {
  world.call({ ask: 'ingest', envelope }, () => world.kernel.ingest(envelope));
}
