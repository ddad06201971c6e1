/**
 * The bus: everything said by anyone, routed by type first. Lane A is bounded, lossless and in
 * order for every subscriber, re-entrant publishing included; Lane B drops its oldest events and
 * says so. Nothing here waits: a publish returns when all that it caused was delivered.
 *
 * @spec kernel 6 7.6
 */
import { Observable, Subject } from 'rxjs';
import type { Envelope } from '../../machines/kernel/envelope.ts';
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

const priorities = ['contract', 'lifecycle', 'telemetry'] as const;

export function createBus(): Bus {
  const exact = new Map<string, Subject<Envelope>>();
  const families = new Map<string, Subject<Envelope>>();
  const everything = new Subject<Envelope>();
  const laneA: Envelope[][] = priorities.map(() => []);
  const laneB: Envelope[] = [];
  let waitingA = 0;
  let delivering = false;
  let telemetry = true;
  let trouble: BusTrouble | undefined;
  let loss: { droppedCount: number; oldestSeq: number; newestSeq: number } | undefined;

  function subjectOf(pattern: string): Subject<Envelope> {
    if (pattern === '*') return everything;
    const [table, key] = pattern.endsWith('.*')
      ? [families, pattern.slice(0, -2)]
      : [exact, pattern];
    const known = table.get(key);
    if (known) return known;
    const made = new Subject<Envelope>();
    table.set(key, made);
    return made;
  }

  function deliver(event: Envelope): void {
    exact.get(event.type)?.next(event);
    if (families.size > 0) {
      for (let dot = event.type.indexOf('.'); dot > 0; dot = event.type.indexOf('.', dot + 1)) {
        families.get(event.type.slice(0, dot))?.next(event);
      }
    }
    everything.next(event);
  }

  function next(): Envelope | undefined {
    for (const queue of laneA) {
      const event = queue.shift();
      if (event) {
        waitingA -= 1;
        return event;
      }
    }
    return laneB.shift();
  }

  function drain(): void {
    if (delivering) return;
    delivering = true;
    try {
      for (let event = next(); event; event = next()) {
        deliver(event);
        if (loss) {
          const told = loss;
          loss = undefined;
          trouble?.dropped(told);
        }
      }
    } finally {
      delivering = false;
    }
  }

  function enqueueB(event: Envelope): void {
    laneB.push(event);
    if (laneB.length <= laneBQueueMax) return;
    const oldest = laneB.shift();
    if (!oldest) return;
    loss = {
      droppedCount: (loss?.droppedCount ?? 0) + 1,
      oldestSeq: loss?.oldestSeq ?? oldest.seq,
      newestSeq: oldest.seq,
    };
  }

  return {
    publish(event) {
      if (!isEventType(event.type)) return 'refused-unknown-type';
      const { lane, priority } = definitionOf(event.type);
      if (lane === 'B') {
        if (!telemetry) return 'off';
        enqueueB(event);
      } else {
        if (waitingA >= laneAQueueMax) return 'refused-full';
        laneA[priorities.indexOf(priority)]?.push(event);
        waitingA += 1;
      }
      drain();
      return 'accepted';
    },
    on(pattern, subscriber) {
      const subscription = subjectOf(pattern).subscribe((event) => {
        try {
          subscriber(event);
        } catch (error) {
          trouble?.threw(event.type, error);
        }
      });
      return () => subscription.unsubscribe();
    },
    stream(pattern) {
      const source = subjectOf(pattern);
      return new Observable((observer) => source.subscribe(observer));
    },
    setTelemetryEnabled(enabled) {
      telemetry = enabled;
    },
    onTrouble(listener) {
      trouble = listener;
    },
  };
}
