/**
 * Safe mode, and the switch of Lane B.
 *
 * @spec kernel 3.7
 */
import { z } from 'zod';
import { defineEvent } from './definition.ts';

const said = { lane: 'A', priority: 'contract' } as const;

export const safemodeEvents = {
  'safemode.entered': defineEvent({
    ...said,
    emitter: 'kernel',
    description: 'Only recovery intents pass from now on.',
    payload: z.strictObject({ triggerReason: z.string(), violations: z.number().int() }),
    safe: ['triggerReason', 'violations'],
  }),
  'safemode.exited': defineEvent({
    ...said,
    emitter: 'kernel',
    description: 'Back to normal.',
    payload: z.strictObject({ reason: z.string(), durationMs: z.number() }),
    safe: ['reason', 'durationMs'],
  }),
  'telemetry.enabled': defineEvent({
    ...said,
    emitter: 'event-bus.js',
    description: 'Lane B was switched on.',
    payload: z.strictObject({ withheld: z.number().int() }),
    safe: ['withheld'],
  }),
  'telemetry.disabled': defineEvent({
    ...said,
    emitter: 'event-bus.js',
    description: 'Lane B was switched off; Lane A has no switch.',
    payload: z.strictObject({ reason: z.string() }),
    safe: ['reason'],
  }),
} as const;
