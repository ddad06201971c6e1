/**
 * Says once which signals have no figure although somebody asks about them, and which conditions
 * cannot hold meanwhile.
 *
 * @spec timeline phase 2
 * @spec reliability restarts
 */
import type { Envelope } from '../machines/kernel/envelope.ts';
import { Availability, type Reader } from '../machines/timeline/expression/availability.ts';
import type { Sight } from './sight.ts';
import type { World } from './world.ts';

export interface AvailabilityWatch {
  /** After the sight has looked at a sample; `failure` is what kept the sampler from reading. */
  tick(because: Envelope, hasTarget: boolean, failure: string | undefined): void;
}

const silence = 'it has no figure here';

export function createAvailabilityWatch(world: World, sight: Sight): AvailabilityWatch {
  const availability = new Availability(sight.readers);
  return {
    tick(because, hasTarget, failure) {
      const atMs = world.offset();
      const { conductor } = world.voices;
      for (const { signal, to, readers } of availability.tick(sight.figureOf, hasTarget)) {
        if (to === 'available') {
          conductor.say('signal.available', { atMs, signal }, because);
          continue;
        }
        const told = { atMs, signal, reason: failure ?? silence, readers: [...readers] };
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

type ConditionReader = Reader & { readonly role: 'start' | 'stop' };

function isCondition(reader: Reader): reader is ConditionReader {
  return reader.role === 'start' || reader.role === 'stop';
}
