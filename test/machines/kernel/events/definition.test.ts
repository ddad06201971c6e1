/**
 * Goal: a definition is kept as it was written; only its type is checked.
 */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { defineEvent } from '../../../../machines/kernel/events/definition.ts';

it('keeps what it is given', () => {
  const definition = {
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'clip',
    description: 'It is told.',
    payload: z.strictObject({ atMs: z.number() }),
    safe: ['atMs'],
  } as const;
  expect(defineEvent<{ atMs: number }>(definition)).toBe(definition);
});
