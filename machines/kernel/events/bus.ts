/**
 * The bus speaking of itself: what it had to drop, and who threw.
 *
 * @spec kernel 3.5 3.7
 */
import { z } from 'zod';
import { defineEvent } from './definition.ts';

export const busEvents = {
  'event.dropped': defineEvent({
    lane: 'A',
    priority: 'contract',
    emitter: 'bus',
    description: 'Events were lost on their way, or discarded; never silent.',
    payload: z.strictObject({
      stage: z.string(),
      reason: z.string(),
      /** 0 for what was reported before, or is not lost for certain. */
      droppedCount: z.number().int().nonnegative(),
      oldestSeq: z.number().int(),
      newestSeq: z.number().int(),
    }),
    safe: ['stage', 'reason', 'droppedCount', 'oldestSeq', 'newestSeq'],
  }),
  'bus.error': defineEvent({
    lane: 'A',
    priority: 'contract',
    emitter: 'bus',
    description: 'A subscriber threw; the others were served all the same.',
    payload: z.strictObject({
      stage: z.string(),
      eventType: z.string(),
      // An error's text may quote anything: redacted unless in dev mode.
      reason: z.unknown(),
    }),
    safe: ['stage', 'eventType'],
  }),
} as const;
