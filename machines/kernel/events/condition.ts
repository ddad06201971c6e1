/**
 * What the events of a timeline wait for, when it held, and when it can hold no more.
 *
 * @spec timeline phase 2
 */
import { z } from 'zod';
import { defineEvent } from './definition.ts';

const seen = {
  atMs: z.number(),
  clipId: z.string(),
  /** As people write it. */
  because: z.string(),
  /** Signals and outcomes by name, as they were when it was judged. */
  saw: z.record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.null()])),
};

export const conditionEvents = {
  'condition.met': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'conductor',
    description: 'What an event waited for holds: it starts, or it is stopped before its time.',
    payload: z.strictObject({ ...seen, role: z.enum(['start', 'stop']) }),
    safe: ['atMs', 'clipId', 'because', 'role', 'saw', 'saw.*'],
  }),
  'condition.missed': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'conductor',
    description: 'What an event waits for can hold no more: it will not start.',
    payload: z.strictObject(seen),
    safe: ['atMs', 'clipId', 'because', 'saw', 'saw.*'],
  }),
  'condition.unavailable': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'conductor',
    description: 'A signal of the condition has no figure: it is false meanwhile. Said once.',
    payload: z.strictObject({ ...seen, role: z.enum(['start', 'stop']) }),
    safe: ['atMs', 'clipId', 'because', 'role', 'saw', 'saw.*'],
  }),
} as const;
