/**
 * Signals that somebody asks about and that have no figure.
 *
 * @spec timeline phase 2
 * @spec reliability restarts
 */
import { z } from 'zod';
import { silenceCauses } from '../../timeline/signal/silence.ts';
import { defineEvent } from './definition.ts';

const atMs = z.number();
const signal = z.string();

export const signalEvents = {
  'signal.unavailable': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'conductor',
    description: 'A signal that is asked about has had no figure for some ticks. Said once.',
    payload: z.strictObject({
      atMs,
      signal,
      cause: z.enum(silenceCauses).optional(),
      reason: z.string(),
      readers: z.array(
        z.strictObject({
          of: z.string(),
          role: z.enum(['start', 'stop', 'curve', 'rule', 'abort', 'expect']),
          text: z.string(),
        }),
      ),
    }),
    safe: ['atMs', 'signal', 'cause', 'reason', 'readers', 'readers.*'],
  }),
  'signal.available': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'conductor',
    description: 'It has a figure after all.',
    payload: z.strictObject({ atMs, signal }),
    safe: ['atMs', 'signal'],
  }),
} as const;
