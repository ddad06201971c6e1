/**
 * What is asked of a stressor process and what it reports of itself.
 *
 * @spec timeline platform strategy
 */
import { z } from 'zod';
import { axes } from '../../timeline/axis.ts';
import { defineEvent } from './definition.ts';

const at = { atMs: z.number(), clipId: z.string() };

export const stressorEvents = {
  'stressor.arm.requested': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'clip',
    description: 'A stressor process is wanted, armed with absolute times.',
    payload: z.strictObject({
      ...at,
      axis: z.enum(axes),
      /** The most that a constraint leaves it, and why. */
      cap: z.number().optional(),
      reason: z.string().optional(),
    }),
    safe: ['atMs', 'clipId', 'axis', 'cap', 'reason'],
  }),
  'stressor.armed': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'hands',
    description: 'The process runs and waits for its start.',
    payload: z.strictObject({ ...at, pid: z.number().int() }),
    safe: ['atMs', 'clipId', 'pid'],
  }),
  'stressor.measured': defineEvent({
    lane: 'B',
    priority: 'telemetry',
    emitter: 'hands',
    description: 'The dose asked now and the dose taken now.',
    payload: z.strictObject({ ...at, asked: z.number(), delivered: z.number() }),
    safe: ['atMs', 'clipId', 'asked', 'delivered'],
  }),
  'stressor.limited': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'hands',
    description: 'A limit was reached: the stressor takes less than it was asked to.',
    payload: z.strictObject({ ...at, reason: z.string() }),
    safe: ['atMs', 'clipId', 'reason'],
  }),
} as const;
