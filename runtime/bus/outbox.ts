/**
 * What stands in front of a bus for whoever speaks in turns: what is said within a turn is
 * delivered when the turn is over, one event at a time, to the memory first. An event never
 * overtakes its cause. Effects wait until all events so far were delivered.
 *
 * @spec kernel 6 7.6
 */
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { definitionOf, type EventType } from '../../machines/kernel/events/registry.ts';
import type { Bus } from './bus.ts';
import { createLanes, type Lanes, type Loss } from './lanes.ts';

export type Said = 'accepted' | 'refused-full' | 'off';

export interface OutboxHooks {
  /** Hears every event before any subscriber. */
  remember(event: Envelope): void;
  /** Lane B's loss. */
  dropped(loss: Loss): void;
  /** Work that waited for quiet threw. */
  threw(error: unknown): void;
}

export class Outbox {
  readonly #bus: Bus;
  readonly #lanes: Lanes;
  readonly #works: (() => void)[] = [];
  #hooks: OutboxHooks | undefined;
  #turns = 0;
  #delivering = false;
  #telemetry = true;

  /** @param nowMs monotonic, for the age bound. */
  constructor(bus: Bus, nowMs: () => number) {
    this.#bus = bus;
    this.#lanes = createLanes(nowMs);
  }

  hook(hooks: OutboxHooks): void {
    this.#hooks = hooks;
  }

  say(event: Envelope): Said {
    const { lane, priority } = definitionOf(event.type as EventType);
    if (lane === 'B') {
      if (!this.#telemetry) return 'off';
      this.#lanes.pushB(event);
    } else {
      if (this.#lanes.room() <= 0) return 'refused-full';
      this.#lanes.pushA(event, priority);
    }
    this.#drain();
    return 'accepted';
  }

  /** Delivers what the work says when the work is done; turns may nest. */
  turn<Value>(work: () => Value): Value {
    this.#turns += 1;
    try {
      return work();
    } finally {
      this.#turns -= 1;
      this.#drain();
    }
  }

  /** Runs the work once everything said so far was delivered: effects come after their events. */
  whenQuiet(work: () => void): void {
    this.#works.push(work);
    this.#drain();
  }

  /** Lane A events that may still be said before they are refused. */
  room(): number {
    return this.#lanes.room();
  }

  /** Lane B's switch. */
  setTelemetryEnabled(enabled: boolean): void {
    this.#telemetry = enabled;
  }

  #drain(): void {
    if (this.#delivering || this.#turns > 0) return;
    this.#delivering = true;
    try {
      while (this.#deliverNext() || this.#workNext());
    } finally {
      this.#delivering = false;
    }
  }

  #deliverNext(): boolean {
    const event = this.#lanes.next();
    if (!event) return false;
    this.#hooks?.remember(event);
    this.#bus.publish(event);
    const loss = this.#lanes.takeLoss();
    if (loss) this.#hooks?.dropped(loss);
    return true;
  }

  #workNext(): boolean {
    const work = this.#works.shift();
    if (!work) return false;
    try {
      work();
    } catch (error) {
      this.#hooks?.threw(error);
    }
    return true;
  }
}
