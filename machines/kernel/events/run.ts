/**
 * The run as a whole: asked for, under way, over.
 *
 * @spec timeline execution semantics
 */
import { z } from 'zod';
import { defineEvent } from './definition.ts';

const runStatus = z.enum(['completed', 'aborted', 'interrupted', 'errored']);

export const runEvents = {
  'run.started': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'conductor',
    description: 'The run began; the target is about to be started.',
    payload: z.strictObject({
      seed: z.number().int(),
      durationMs: z.number(),
      timelineHash: z.string(),
      events: z.number().int(),
      cadenceMs: z.number(),
    }),
    safe: ['seed', 'durationMs', 'timelineHash', 'events', 'cadenceMs'],
  }),
  'run.origin.set': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'conductor',
    description: 'The target is ready; every offset of the timeline counts from this instant.',
    payload: z.strictObject({
      countInMs: z.number(),
      /** Offset of the origin from `run.started`; events before this one count from there. */
      sinceStartMs: z.number(),
    }),
    safe: ['countInMs', 'sinceStartMs'],
  }),
  'run.recovery.awaited': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'conductor',
    description: 'The last stress is over; the target has so long to be well again.',
    payload: z.strictObject({ atMs: z.number(), withinMs: z.number() }),
    safe: ['atMs', 'withinMs'],
  }),
  'run.abort.requested': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'conductor',
    description: 'What the timeline names as the end of the run holds; with the values seen.',
    payload: z.strictObject({
      atMs: z.number(),
      /** As people write it. */
      because: z.string(),
      saw: z.record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.null()])),
    }),
    safe: ['atMs', 'because', 'saw', 'saw.*'],
  }),
  'run.stop.requested': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'conductor',
    description: 'The stress is being stopped, and why.',
    payload: z.strictObject({
      atMs: z.number(),
      reason: z.enum(['duration', 'target-gone', 'interrupt', 'abort', 'hands-failed']),
      detail: z.string().optional(),
    }),
    safe: ['atMs', 'reason', 'detail'],
  }),
  'run.ended': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'conductor',
    description: 'Stress and target have ended, and the hands have cleaned up.',
    payload: z.strictObject({
      atMs: z.number(),
      status: runStatus,
      leftovers: z.array(
        z.strictObject({
          kind: z.enum(['process', 'file', 'cgroup']),
          name: z.string(),
          reason: z.string(),
        }),
      ),
      orphanGuard: z.string(),
    }),
    safe: ['atMs', 'status', 'leftovers', 'leftovers.*', 'orphanGuard'],
  }),
} as const;
