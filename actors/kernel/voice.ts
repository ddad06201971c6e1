/**
 * The voice of the kernel: it mints ids, numbers each source, stamps the time, redacts unless
 * dev mode is on, and publishes. The cause is always passed; nothing is ambient. Lane B draws its
 * ids from a stream of its own, so that Lane A is the same whether it is on or off.
 *
 * @spec kernel 2
 */
import type { Envelope } from '../../machines/kernel/envelope.ts';
import {
  definitionOf,
  type EventType,
  eventTypes,
  type PayloadOf,
} from '../../machines/kernel/events/registry.ts';
import type { Draft } from '../../machines/kernel/intake.ts';
import { copyPayload } from '../../machines/kernel/redact.ts';
import { redactEvent } from '../../machines/kernel/redact-event.ts';
import type { Bus } from '../../runtime/bus/bus.ts';
import type { Clock, Random } from '../../runtime/host/host.ts';

/** What an event follows from: a parent, or, with a null eventId, only an operation. */
export interface Cause {
  readonly eventId: string | null;
  readonly correlationId: string;
}

export interface VoiceWorld {
  readonly bus: Bus;
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly random: Random;
}

/** Lane B's events, and the words about its switch: no part of what is the same either way. */
const apart: ReadonlySet<string> = new Set(
  eventTypes.filter((type) => definitionOf(type).lane === 'B' || type.startsWith('telemetry.')),
);

export class Voice {
  readonly #bus: Bus;
  readonly #clock: Pick<Clock, 'wallMs'>;
  readonly #randomA: Random;
  readonly #randomB: Random;
  readonly #seqs = new Map<string, number>();
  /** Events told per lane. */
  readonly told = { A: 0, B: 0, withheld: 0 };
  devMode = false;
  telemetry = true;

  constructor({ bus, clock, random }: VoiceWorld) {
    this.#bus = bus;
    this.#clock = clock;
    this.#randomA = random;
    this.#randomB = random.fork('lane-b');
  }

  /** An event of the kernel itself. */
  say<Type extends EventType>(
    type: Type,
    paneId: string,
    payload: PayloadOf<Type>,
    cause?: Cause,
    source = 'kernel',
  ): Envelope {
    return this.publish(
      this.mint({
        type,
        source,
        paneId,
        payload: payload as Readonly<Record<string, unknown>>,
        correlationId: cause?.correlationId,
        causationId: cause?.eventId ?? null,
      }),
    );
  }

  /** The event in full, not yet numbered for good nor said: what contracts look at. */
  mint(draft: Draft): Envelope {
    const { type, source, paneId, payload } = draft;
    const random = apart.has(type) ? this.#randomB : this.#randomA;
    return {
      eventId: random.uuid(),
      correlationId: draft.correlationId ?? random.uuid(),
      causationId: draft.causationId ?? null,
      type,
      source,
      paneId,
      ts: this.#clock.wallMs(),
      seq: (this.#seqs.get(source) ?? 0) + 1,
      payload,
    };
  }

  /** Numbers, redacts and says what was minted. */
  publish(full: Envelope): Envelope {
    const seq = (this.#seqs.get(full.source) ?? 0) + 1;
    this.#seqs.set(full.source, seq);
    return this.relay(full, seq);
  }

  /** Says what has its number already, such as an event of the other side. */
  relay(full: Envelope, seq = full.seq): Envelope {
    const type = full.type as EventType;
    const { eventId, correlationId, causationId, source, paneId, ts } = full;
    const payload = this.devMode
      ? copyPayload(full.payload)
      : Object.freeze(redactEvent(type, full.payload));
    const event: Envelope = Object.freeze({
      eventId,
      correlationId,
      causationId,
      type,
      source,
      paneId,
      ts,
      seq,
      payload,
    });
    const said = this.#bus.publish(event);
    if (said === 'off') this.told.withheld += 1;
    else if (said === 'accepted') this.told[definitionOf(type).lane] += 1;
    else throw new Error(`Expected room in Lane A for ${type}, got ${said}.`);
    return event;
  }
}

export function causeOf({ eventId, correlationId }: Envelope): Cause {
  return { eventId, correlationId };
}
