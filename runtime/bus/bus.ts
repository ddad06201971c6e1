/**
 * The bus: everything said by anyone, routed by type first. Lane A is bounded, lossless and in
 * order for every subscriber, re-entrant publishing included; Lane B drops its oldest events and
 * says so. Nothing here waits: a publish returns when all that it caused was delivered, and what
 * is published within a turn is delivered when the turn is over.
 *
 * @spec kernel 6 7.6
 */
import { Observable } from 'rxjs';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { definitionOf, isEventType } from '../../machines/kernel/events/registry.ts';
import { matchesPattern } from '../../machines/kernel/pattern.ts';
import { createLanes, type Lanes, type Loss } from './lanes.ts';

export { laneAQueueMax, laneBQueueMax } from './lanes.ts';

export type Published = 'accepted' | 'refused-full' | 'refused-unknown-type' | 'off';

export type Subscriber = (event: Envelope) => void;

/** What a Lane B drop or a thrown subscriber is told to; a speaker makes it an event. */
export interface BusTrouble {
  dropped(loss: Loss): void;
  threw(eventType: string, error: unknown): void;
}

export interface Bus {
  publish(event: Envelope): Published;
  /** Delivers what the work publishes when the work is done; turns may nest. */
  turn<Value>(work: () => Value): Value;
  /** Runs the work once everything said so far was delivered: effects come after their events. */
  whenQuiet(work: () => void): void;
  /** Lane A events that may still be published before the bus refuses. */
  room(): number;
  /** A type, `family.*` or `*`. Returns the way to unsubscribe. */
  on(pattern: string, subscriber: Subscriber): () => void;
  /** The same as a stream, for whoever wants operators. */
  stream(pattern: string): Observable<Envelope>;
  /** Lane B's kill-switch; Lane A has none. */
  setTelemetryEnabled(enabled: boolean): void;
  onTrouble(trouble: BusTrouble): void;
}

interface Subscription {
  readonly pattern: string;
  readonly subscriber: Subscriber;
  active: boolean;
}

/** @param nowMs a monotonic clock for the age bound; without one nothing ages. */
export function createBus(nowMs: () => number = () => 0): Bus {
  return new LaneBus(createLanes(nowMs));
}

class LaneBus implements Bus {
  readonly #lanes: Lanes;
  readonly #routes = new Map<string, readonly Subscription[]>();
  #subscriptions: readonly Subscription[] = [];
  readonly #works: (() => void)[] = [];
  #turns = 0;
  #delivering = false;
  #telemetry = true;
  #trouble: BusTrouble | undefined;

  constructor(lanes: Lanes) {
    this.#lanes = lanes;
  }

  publish(event: Envelope): Published {
    if (!isEventType(event.type)) return 'refused-unknown-type';
    const { lane, priority } = definitionOf(event.type);
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

  turn<Value>(work: () => Value): Value {
    this.#turns += 1;
    try {
      return work();
    } finally {
      this.#turns -= 1;
      this.#drain();
    }
  }

  whenQuiet(work: () => void): void {
    this.#works.push(work);
    this.#drain();
  }

  room(): number {
    return this.#lanes.room();
  }

  on(pattern: string, subscriber: Subscriber): () => void {
    const subscription: Subscription = { pattern, subscriber, active: true };
    this.#reroute([...this.#subscriptions, subscription]);
    return () => {
      subscription.active = false;
      this.#reroute(this.#subscriptions.filter((one) => one !== subscription));
    };
  }

  stream(pattern: string): Observable<Envelope> {
    return new Observable((observer) => this.on(pattern, (event) => observer.next(event)));
  }

  setTelemetryEnabled(enabled: boolean): void {
    this.#telemetry = enabled;
  }

  onTrouble(trouble: BusTrouble): void {
    this.#trouble = trouble;
  }

  #routeOf(type: string): readonly Subscription[] {
    const known = this.#routes.get(type);
    if (known) return known;
    const made = this.#subscriptions.filter(({ pattern }) => matchesPattern(pattern, type));
    this.#routes.set(type, made);
    return made;
  }

  #reroute(next: readonly Subscription[]): void {
    this.#subscriptions = next;
    this.#routes.clear();
  }

  #drain(): void {
    if (this.#delivering || this.#turns > 0) return;
    this.#delivering = true;
    try {
      for (;;) {
        const event = this.#lanes.next();
        if (event) {
          this.#deliver(event);
          const loss = this.#lanes.takeLoss();
          if (loss) this.#trouble?.dropped(loss);
        } else {
          const work = this.#works.shift();
          if (!work) return;
          this.#run(work);
        }
      }
    } finally {
      this.#delivering = false;
    }
  }

  #run(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#trouble?.threw('work', error);
    }
  }

  #deliver(event: Envelope): void {
    for (const subscription of this.#routeOf(event.type)) {
      if (!subscription.active) continue;
      try {
        subscription.subscriber(event);
      } catch (error) {
        this.#trouble?.threw(event.type, error);
      }
    }
  }
}
