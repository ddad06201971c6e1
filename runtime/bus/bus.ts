/**
 * The bus: everything said by anyone, routed by type first. Lane A is bounded, lossless and in
 * order for every subscriber, re-entrant publishing included; Lane B drops its oldest events and
 * says so. Nothing here waits: a publish returns when all that it caused was delivered.
 *
 * @spec kernel 6 7.6
 */
import { Observable } from 'rxjs';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { LaneName, Priority } from '../../machines/kernel/events/definition.ts';
import { definitionOf, isEventType } from '../../machines/kernel/events/registry.ts';

/** Most Lane A events that may wait while one is delivered; then the producer is refused. */
export const laneAQueueMax = 4096;
/** Most Lane B events that may wait; then the oldest is dropped. */
export const laneBQueueMax = 1024;

export type Published = 'accepted' | 'refused-full' | 'refused-unknown-type' | 'off';

export type Subscriber = (event: Envelope) => void;

/** What a Lane B drop or a thrown subscriber is told to; a speaker makes it an event. */
export interface BusTrouble {
  dropped(loss: { droppedCount: number; oldestSeq: number; newestSeq: number }): void;
  threw(eventType: string, error: unknown): void;
}

export interface Bus {
  publish(event: Envelope): Published;
  /** A type, `family.*` or `*`. Returns the way to unsubscribe. */
  on(pattern: string, subscriber: Subscriber): () => void;
  /** The same as a stream, for whoever wants operators. */
  stream(pattern: string): Observable<Envelope>;
  /** Lane B's kill-switch; Lane A has none. */
  setTelemetryEnabled(enabled: boolean): void;
  onTrouble(trouble: BusTrouble): void;
}

const priorities: readonly Priority[] = ['contract', 'lifecycle', 'telemetry'];

/** What the bus knows of one event type: where it queues, and who hears it. */
interface Route {
  readonly lane: LaneName;
  readonly queue: Envelope[];
  /** Said by the bus of its own trouble: has room even when Lane A is full, or it were silent. */
  readonly own: boolean;
  /** Exact subscribers, then those of the families, then those of everything. */
  heardBy: readonly Subscription[];
}

/** An object of its own, so that the same function may subscribe twice and leave once. */
interface Subscription {
  readonly hear: Subscriber;
}

export function createBus(): Bus {
  return new LiveBus();
}

class LiveBus implements Bus {
  readonly #routes = new Map<string, Route>();
  readonly #subscribers = new Map<string, readonly Subscription[]>();
  readonly #laneA: Envelope[][] = priorities.map(() => []);
  readonly #laneB: Envelope[] = [];
  #waitingA = 0;
  #isDelivering = false;
  #hasTelemetry = true;
  #trouble: BusTrouble | undefined;
  #loss: { droppedCount: number; oldestSeq: number; newestSeq: number } | undefined;

  publish(event: Envelope): Published {
    const route = this.#routeOf(event.type);
    if (!route) return 'refused-unknown-type';
    if (route.lane === 'B' && !this.#hasTelemetry) return 'off';
    if (!this.#isDelivering) {
      this.#deliverAll(event, route);
      return 'accepted';
    }
    if (route.lane === 'A') {
      if (this.#waitingA >= laneAQueueMax && !route.own) return 'refused-full';
      this.#waitingA += 1;
    }
    route.queue.push(event);
    if (this.#laneB.length > laneBQueueMax) this.#dropOldest();
    return 'accepted';
  }

  on(pattern: string, subscriber: Subscriber): () => void {
    const own: Subscription = { hear: subscriber };
    this.#changeAudience(pattern, [...(this.#subscribers.get(pattern) ?? []), own]);
    return () => {
      const stay = (this.#subscribers.get(pattern) ?? []).filter((other) => other !== own);
      this.#changeAudience(pattern, stay);
    };
  }

  stream(pattern: string): Observable<Envelope> {
    return new Observable((observer) => this.on(pattern, (event) => observer.next(event)));
  }

  setTelemetryEnabled(enabled: boolean): void {
    this.#hasTelemetry = enabled;
  }

  onTrouble(trouble: BusTrouble): void {
    this.#trouble = trouble;
  }

  #routeOf(type: string): Route | undefined {
    const known = this.#routes.get(type);
    if (known || !isEventType(type)) return known;
    const { lane, priority, emitter } = definitionOf(type);
    const laneA = this.#laneA[priorities.indexOf(priority)];
    const queue = lane === 'B' || !laneA ? this.#laneB : laneA;
    const made = { lane, queue, own: emitter === 'bus', heardBy: this.#audienceOf(type) };
    this.#routes.set(type, made);
    return made;
  }

  #audienceOf(type: string): readonly Subscription[] {
    return patternsOf(type).flatMap((pattern) => this.#subscribers.get(pattern) ?? []);
  }

  #changeAudience(pattern: string, heardBy: readonly Subscription[]): void {
    this.#subscribers.set(pattern, heardBy);
    for (const [type, route] of this.#routes) route.heardBy = this.#audienceOf(type);
  }

  /** Delivers an event that found nothing waiting, and then all that its subscribers published. */
  #deliverAll(event: Envelope, route: Route): void {
    this.#isDelivering = true;
    try {
      this.#deliver(event, route);
      while (this.#waitingA > 0 || this.#laneB.length > 0) {
        const waiting = this.#next();
        const heard = waiting && this.#routeOf(waiting.type);
        if (heard) this.#deliver(waiting, heard);
      }
    } finally {
      this.#isDelivering = false;
    }
  }

  #deliver(event: Envelope, route: Route): void {
    for (const subscription of route.heardBy) {
      try {
        subscription.hear(event);
      } catch (error) {
        this.#trouble?.threw(event.type, error);
      }
    }
    if (!this.#loss) return;
    const told = this.#loss;
    this.#loss = undefined;
    this.#trouble?.dropped(told);
  }

  #next(): Envelope | undefined {
    if (this.#waitingA === 0) return this.#laneB.shift();
    this.#waitingA -= 1;
    return this.#laneA.find((queue) => queue.length > 0)?.shift();
  }

  #dropOldest(): void {
    const oldest = this.#laneB.shift();
    if (!oldest) return;
    this.#loss = {
      droppedCount: (this.#loss?.droppedCount ?? 0) + 1,
      oldestSeq: this.#loss?.oldestSeq ?? oldest.seq,
      newestSeq: oldest.seq,
    };
  }
}

/** `clip.dose.measured` is heard under its name, `clip.dose.*`, `clip.*` and `*`. */
function patternsOf(type: string): readonly string[] {
  const patterns = [type];
  for (let dot = type.lastIndexOf('.'); dot > 0; dot = type.lastIndexOf('.', dot - 1)) {
    patterns.push(`${type.slice(0, dot)}.*`);
  }
  return [...patterns, '*'];
}
