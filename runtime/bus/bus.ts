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
  heardBy: readonly Subscriber[];
}

export function createBus(): Bus {
  const routes = new Map<string, Route>();
  const subscribers = new Map<string, readonly Subscriber[]>();
  const laneA: Envelope[][] = priorities.map(() => []);
  const laneB: Envelope[] = [];
  let waitingA = 0;
  let delivering = false;
  let telemetry = true;
  let trouble: BusTrouble | undefined;
  let loss: { droppedCount: number; oldestSeq: number; newestSeq: number } | undefined;

  function routeOf(type: string): Route | undefined {
    const known = routes.get(type);
    if (known || !isEventType(type)) return known;
    const { lane, priority, emitter } = definitionOf(type);
    const queue = lane === 'B' ? laneB : (laneA[priorities.indexOf(priority)] ?? laneB);
    const made: Route = { lane, queue, own: emitter === 'bus', heardBy: audienceOf(type) };
    routes.set(type, made);
    return made;
  }

  function audienceOf(type: string): readonly Subscriber[] {
    return patternsOf(type).flatMap((pattern) => subscribers.get(pattern) ?? []);
  }

  function changeAudience(pattern: string, heardBy: readonly Subscriber[]): void {
    subscribers.set(pattern, heardBy);
    for (const [type, route] of routes) route.heardBy = audienceOf(type);
  }

  function deliver(event: Envelope, route: Route): void {
    for (const subscriber of route.heardBy) {
      try {
        subscriber(event);
      } catch (error) {
        trouble?.threw(event.type, error);
      }
    }
    if (!loss) return;
    const told = loss;
    loss = undefined;
    trouble?.dropped(told);
  }

  function next(): Envelope | undefined {
    if (waitingA === 0) return laneB.shift();
    waitingA -= 1;
    return laneA.find((queue) => queue.length > 0)?.shift();
  }

  /** Delivers an event that found nothing waiting, and then all that its subscribers published. */
  function deliverAll(event: Envelope, route: Route): void {
    delivering = true;
    try {
      deliver(event, route);
      while (waitingA > 0 || laneB.length > 0) {
        const waiting = next();
        const heard = waiting && routeOf(waiting.type);
        if (heard) deliver(waiting, heard);
      }
    } finally {
      delivering = false;
    }
  }

  function dropOldest(): void {
    const oldest = laneB.shift();
    if (!oldest) return;
    loss = {
      droppedCount: (loss?.droppedCount ?? 0) + 1,
      oldestSeq: loss?.oldestSeq ?? oldest.seq,
      newestSeq: oldest.seq,
    };
  }

  function on(pattern: string, subscriber: Subscriber): () => void {
    // A wrapper of its own, so that the same function may subscribe twice and leave once.
    const own: Subscriber = (event) => subscriber(event);
    changeAudience(pattern, [...(subscribers.get(pattern) ?? []), own]);
    return () => {
      const stay = (subscribers.get(pattern) ?? []).filter((other) => other !== own);
      changeAudience(pattern, stay);
    };
  }

  return {
    publish(event) {
      const route = routeOf(event.type);
      if (!route) return 'refused-unknown-type';
      if (route.lane === 'B' && !telemetry) return 'off';
      if (!delivering) {
        deliverAll(event, route);
        return 'accepted';
      }
      if (route.lane === 'A') {
        if (waitingA >= laneAQueueMax && !route.own) return 'refused-full';
        waitingA += 1;
      }
      route.queue.push(event);
      if (laneB.length > laneBQueueMax) dropOldest();
      return 'accepted';
    },
    on,
    stream: (pattern) => new Observable((observer) => on(pattern, (event) => observer.next(event))),
    setTelemetryEnabled(enabled) {
      telemetry = enabled;
    },
    onTrouble(listener) {
      trouble = listener;
    },
  };
}

/** `clip.dose.measured` is heard under its name, `clip.dose.*`, `clip.*` and `*`. */
function patternsOf(type: string): readonly string[] {
  const patterns = [type];
  for (let dot = type.lastIndexOf('.'); dot > 0; dot = type.lastIndexOf('.', dot - 1)) {
    patterns.push(`${type.slice(0, dot)}.*`);
  }
  return [...patterns, '*'];
}
