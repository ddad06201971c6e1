/**
 * Says once which signals have no figure although somebody asks about them, and which conditions
 * cannot hold meanwhile.
 *
 * @spec timeline phase 2
 * @spec reliability restarts
 */
import type { Envelope } from '../machines/kernel/envelope.ts';
import { Availability, type Reader } from '../machines/timeline/expression/availability.ts';
import { silenceText } from '../machines/timeline/signal/silence.ts';
import type { Sampled, Sight } from './sight.ts';
import type { World } from './world.ts';

export interface AvailabilityWatch {
  /** After the sight has looked at a sample. */
  tick(because: Envelope, sample: Sampled): void;
}

export function createAvailabilityWatch(world: World, sight: Sight): AvailabilityWatch {
  const availability = new Availability(sight.readers);
  return {
    tick(because, sample) {
      const hasTarget = sample.target !== null || sample.failure !== undefined;
      const atMs = world.offset();
      const { conductor } = world.voices;
      for (const { signal, to, readers } of availability.tick(sight.figureOf, hasTarget)) {
        if (to === 'available') {
          conductor.say('signal.available', { atMs, signal }, because);
          continue;
        }
        const told = { atMs, signal, ...whyOf(signal, sample), readers: [...readers] };
        const said = conductor.say('signal.unavailable', told, because);
        for (const reader of readers) if (isCondition(reader)) sayCondition(reader, signal, said);
      }
    },
  };

  function sayCondition({ of, role, text }: ConditionReader, signal: string, said: Envelope): void {
    const told = { atMs: world.offset(), clipId: of, role, because: text };
    world.voices.conductor.say('condition.unavailable', { ...told, saw: { [signal]: null } }, said);
  }
}

function whyOf(signal: string, { silences, signals, failure }: Sampled) {
  const isOwn = signals !== undefined && Object.hasOwn(signals, signal);
  if (failure !== undefined && !isOwn) return { cause: 'sampler', reason: failure } as const;
  const silence = silences?.[signal] ?? ({ cause: 'not-told' } as const);
  return { cause: silence.cause, reason: silenceText(silence) };
}

type ConditionReader = Reader & { readonly role: 'start' | 'stop' };

function isCondition(reader: Reader): reader is ConditionReader {
  return reader.role === 'start' || reader.role === 'stop';
}
