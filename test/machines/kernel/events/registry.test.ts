/**
 * Goal: the taxonomy is whole and consistent: every type has a name that an envelope may carry,
 * a lane and a priority that agree, and an allow-list that names keys of its payload only.
 * Method: all definitions, and the facts that the specification gives as a hand-written list.
 */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { envelopeSchema } from '../../../../machines/kernel/envelope.ts';
import {
  definitionOf,
  type EventType,
  isEventType,
  taxonomy,
} from '../../../../machines/kernel/events/registry.ts';

const types = Object.keys(taxonomy).filter(isEventType);

/** What must never be on an allow-list: section 2 redacts them by default. */
const secretKeys = ['args', 'env', 'output', 'outputTail', 'stderrTail', 'text'];

describe.each(types)('%s', (type) => {
  const definition = definitionOf(type);

  it('has a name that an envelope may carry', () => {
    expect(envelopeSchema.shape.type.safeParse(type).success).toBe(true);
  });

  it('is telemetry exactly when it is in Lane B', () => {
    expect(definition.lane).toBe(definition.priority === 'telemetry' ? 'B' : 'A');
  });

  it('lets only keys of its payload through, none of them a secret, none twice', () => {
    const { properties = {} } = z.toJSONSchema(definition.payload);
    expect(definition.safe.filter((key) => !Object.hasOwn(properties, key))).toEqual([]);
    expect(definition.safe.filter((key) => secretKeys.includes(key))).toEqual([]);
    expect(new Set(definition.safe).size).toBe(definition.safe.length);
  });

  it('says what it means, and who says it', () => {
    expect(definition.description).toMatch(/^[A-Z].*\.$/);
    expect(definition.emitter).toMatch(/^[a-z]+$/);
  });
});

describe('the taxonomy', () => {
  it('has these types, and in Lane B these only', () => {
    const laneB: readonly EventType[] = [
      'stressor.measured',
      'sample.taken',
      'target.output.received',
    ];
    expect(types.filter((type) => definitionOf(type).lane === 'B').sort()).toEqual(
      [...laneB].sort(),
    );
    expect(types.filter((type) => definitionOf(type).priority === 'contract').sort()).toEqual([
      'bus.error',
      'event.dropped',
    ]);
  });

  it('redacts exactly these payloads of what may hold a secret', () => {
    const hidden = types.flatMap((type) => {
      const { payload, safe } = definitionOf(type);
      const keys = Object.keys(z.toJSONSchema(payload).properties ?? {});
      return keys.filter((key) => !safe.includes(key)).map((key) => `${type} ${key}`);
    });
    expect(hidden.sort()).toEqual([
      'bus.error reason',
      'target.start.requested args',
      'target.start.requested env',
    ]);
  });

  it.each(['clip', 'clip.unheard', 'toString', '__proto__', 'constructor', 'xstate.stop', ''])(
    'does not know %j',
    (type) => {
      expect(isEventType(type)).toBe(false);
    },
  );
});
