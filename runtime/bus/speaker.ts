/**
 * A speaker has a name and a sequence of its own; it mints ids, stamps the time, keeps the cause,
 * redacts, and publishes. There is no ambient "current correlation": the cause is always passed.
 *
 * @spec kernel 2
 */

import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { EventType, PayloadOf } from '../../machines/kernel/events/registry.ts';
import { redactEvent } from '../../machines/kernel/redact-event.ts';
import { thrownText } from '../../machines/kernel/thrown.ts';
import type { Clock, Random } from '../host/host.ts';
import type { Bus } from './bus.ts';

/** What an event may be caused by: an envelope, or the meta that a command carried. */
export type Cause = Pick<Envelope, 'eventId' | 'correlationId'>;

export interface Speaker {
  readonly source: string;
  /**
   * Publishes one event. Without a cause it is a root and opens a new correlation.
   *
   * @throws when Lane A refuses the event: its producer must slow down, and none of ours may loop.
   */
  say<Type extends EventType>(type: Type, payload: PayloadOf<Type>, cause?: Cause): Envelope;
}

export interface SpeakerWorld {
  readonly bus: Bus;
  readonly clock: Pick<Clock, 'wallMs'>;
  readonly random: Pick<Random, 'uuid'>;
}

export function createSpeaker(source: string, world: SpeakerWorld): Speaker {
  const { bus, clock, random } = world;
  let seq = 0;
  return {
    source,
    say(type, payload, cause) {
      seq += 1;
      const event: Envelope = {
        eventId: random.uuid(),
        correlationId: cause ? cause.correlationId : random.uuid(),
        causationId: cause ? cause.eventId : null,
        type,
        source,
        paneId: 'system',
        ts: clock.wallMs(),
        seq,
        payload: redactEvent(type, payload),
      };
      const published = bus.publish(event);
      if (published.startsWith('refused')) {
        throw new Error(`Expected the bus to accept ${type}, got ${published}.`);
      }
      return event;
    },
  };
}

/** Lets the bus speak of its own trouble: Lane B losses and subscribers that throw. */
export function voiceTrouble(world: SpeakerWorld): void {
  const speaker = createSpeaker('bus', world);
  let speaking = false;
  world.bus.onTrouble({
    dropped(loss) {
      speaker.say('event.dropped', { stage: 'bus.lane-b', reason: 'queue_full', ...loss });
    },
    threw(eventType, error) {
      // A subscriber that throws on bus.error itself must not make it loop.
      if (speaking || eventType === 'bus.error') return;
      speaking = true;
      const reason = thrownText(error);
      try {
        speaker.say('bus.error', { stage: 'subscriber', eventType, reason });
      } finally {
        speaking = false;
      }
    },
  });
}
