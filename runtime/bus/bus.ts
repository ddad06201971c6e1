/**
 * The bus: everything said by anyone, routed by type. Lane A is bounded, lossless and in order for
 * every subscriber, re-entrant publishing included; Lane B drops its oldest events and says so.
 * What waits stands in lanes: a contract's word goes first, but nothing overtakes its cause.
 * Nothing here waits for anyone: a publish returns when all that it caused was delivered, but
 * within a turn, whose events are delivered when the turn is over. Effects come after their events.
 *
 * @spec kernel 6 7.6
 */
import { Observable } from 'rxjs';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { Clock } from '../host/host.ts';
import { createLanes, type Lanes, type Loss, laneAQueueMax } from './lanes.ts';
import { type Route, Routes, type Subscriber } from './routes.ts';

export { laneAQueueMax, laneBQueueMax } from './lanes.ts';

/** Most effects that may wait for their events; as many as events may wait. */
export const worksMax = laneAQueueMax;

export type Published = 'accepted' | 'refused-full' | 'refused-unknown-type' | 'off';

/** What a Lane B drop or a throw is told to; a speaker makes it an event. */
export interface BusTrouble {
  dropped(loss: Loss): void;
  /** A subscriber threw on an event of this type; `hands` when it was an effect. */
  threw(eventType: string, error: unknown): void;
}

export interface Bus {
  publish(event: Envelope): Published;
  /** A type, `family.*` or `*`. Returns the way to unsubscribe. */
  on(pattern: string, subscriber: Subscriber): () => void;
  /** The same as a stream, for whoever wants operators. */
  stream(pattern: string): Observable<Envelope>;
  /** The memory hears every event before any subscriber does. */
  remember(memory: Subscriber): void;
  /** Delivers what the work publishes when the work is done; turns may nest. */
  turn<Value>(work: () => Value): Value;
  /** Runs an effect once everything published so far was delivered. */
  whenQuiet(work: () => void): void;
  /** Lane A events, and effects of theirs, that may still come before they are refused. */
  room(): number;
  /** Lane B's kill-switch; Lane A has none. */
  setTelemetryEnabled(enabled: boolean): void;
  onTrouble(trouble: BusTrouble): void;
}

/** @param clock for the age bound of what is overtaken. */
export function createBus(clock: Pick<Clock, 'monotonicMs'>): Bus {
  return new LiveBus(createLanes(() => clock.monotonicMs()));
}

class LiveBus implements Bus {
  readonly #lanes: Lanes;
  readonly #routes = new Routes();
  readonly #works: (() => void)[] = [];
  #memory: Subscriber | undefined;
  #trouble: BusTrouble | undefined;
  #turns = 0;
  #isDelivering = false;
  #hasTelemetry = true;

  constructor(lanes: Lanes) {
    this.#lanes = lanes;
  }

  publish(event: Envelope): Published {
    const route = this.#routes.of(event.type);
    if (!route) return 'refused-unknown-type';
    const isQuiet = this.#turns === 0 && !this.#isDelivering;
    if (route.lane === 'B') {
      if (!this.#hasTelemetry) return 'off';
      if (!isQuiet) this.#lanes.pushB(event);
    } else if (!isQuiet) {
      if (this.#lanes.room() <= 0 && !route.own) return 'refused-full';
      this.#lanes.pushA(event, route.priority);
    }
    if (isQuiet) this.#drain(event, route);
    return 'accepted';
  }

  on(pattern: string, subscriber: Subscriber): () => void {
    return this.#routes.on(pattern, subscriber);
  }

  stream(pattern: string): Observable<Envelope> {
    return new Observable((observer) => this.on(pattern, (event) => observer.next(event)));
  }

  remember(memory: Subscriber): void {
    this.#memory = memory;
  }

  turn<Value>(work: () => Value): Value {
    this.#turns += 1;
    try {
      return work();
    } finally {
      this.#turns -= 1;
      if (this.#turns === 0 && !this.#isDelivering) this.#drain();
    }
  }

  whenQuiet(work: () => void): void {
    if (this.#works.length >= worksMax) {
      const full = new RangeError(`Expected at most ${worksMax} effects to wait.`);
      this.#trouble?.threw('hands', full);
      return;
    }
    this.#works.push(work);
    if (this.#turns === 0 && !this.#isDelivering) this.#drain();
  }

  room(): number {
    return Math.min(this.#lanes.room(), worksMax - this.#works.length);
  }

  setTelemetryEnabled(enabled: boolean): void {
    this.#hasTelemetry = enabled;
  }

  onTrouble(trouble: BusTrouble): void {
    this.#trouble = trouble;
  }

  /** Delivers an event that found nothing waiting, then all that waits, and then the effects. */
  #drain(event?: Envelope, route?: Route): void {
    this.#isDelivering = true;
    try {
      if (event && route) this.#deliver(event, route);
      while (this.#deliverNext() || this.#workNext());
    } finally {
      this.#isDelivering = false;
    }
  }

  #deliverNext(): boolean {
    const event = this.#lanes.next();
    if (!event) return false;
    const route = this.#routes.of(event.type);
    if (route) this.#deliver(event, route);
    return true;
  }

  #deliver(event: Envelope, route: Route): void {
    this.#memory?.(event);
    for (const subscription of route.heardBy) {
      try {
        subscription.hear(event);
      } catch (error) {
        this.#trouble?.threw(event.type, error);
      }
    }
    const loss = this.#lanes.takeLoss();
    if (loss) this.#trouble?.dropped(loss);
  }

  #workNext(): boolean {
    const work = this.#works.shift();
    if (!work) return false;
    try {
      work();
    } catch (error) {
      this.#trouble?.threw('hands', error);
    }
    return true;
  }
}
