/**
 * Goal: what the taxonomy does not call harmless is not told, whatever the type.
 * Method: a canary under every key of every type, and under one that no type knows.
 */
import { expect, it } from 'vitest';
import { ZodObject } from 'zod';
import { definitionOf, eventTypes } from '../../../machines/kernel/events/registry.ts';
import { redactEvent } from '../../../machines/kernel/redact-event.ts';

it.each(eventTypes)('%s keeps its safe keys and no other', (type) => {
  const { payload, safe } = definitionOf(type);
  const keys = [...(payload instanceof ZodObject ? Object.keys(payload.shape) : []), 'stranger'];
  const told = redactEvent(type, Object.fromEntries(keys.map((key) => [key, 'canary'])));
  for (const key of keys) {
    const expected = safe.includes(key) ? 'canary' : { redacted: true, length: 6 };
    expect([key, told[key]]).toEqual([key, expected]);
  }
});
