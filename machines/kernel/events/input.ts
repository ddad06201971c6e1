/**
 * An input of the timeline: its life from planned to settled or skipped. All that belongs to one
 * shares one correlation, rooted in `input.scheduled`; between `input.due` and `input.settled`
 * stands the injection that it asked of the kernel.
 *
 * @spec timeline execution semantics
 */
import { z } from 'zod';
import { inputOutcomes } from '../../timeline/condition/wish.ts';
import { defineEvent } from './definition.ts';

const step = { lane: 'A', priority: 'lifecycle', emitter: 'input' } as const;
/** What a condition that did not hold saw last: signals and outcomes by name. */
const saw = z.record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.null()]));
const at = { atMs: z.number(), clipId: z.string() };

export const inputEvents = {
  'input.scheduled': defineEvent({
    ...step,
    description: 'The input waits for its time.',
    payload: z.strictObject({
      ...at,
      pane: z.string(),
      track: z.string(),
      startMs: z.number(),
      chars: z.number().int(),
      critical: z.boolean(),
      waitsFor: z.string().optional(),
    }),
    safe: ['atMs', 'clipId', 'pane', 'track', 'startMs', 'chars', 'critical', 'waitsFor'],
  }),
  'input.due': defineEvent({
    ...step,
    description: 'Its time has come: the kernel is asked to write it into the pane.',
    payload: z.strictObject({
      ...at,
      pane: z.string(),
      skewMs: z.number(),
      /** Of the event that said that what it waited for holds. */
      metBy: z.string().optional(),
    }),
    safe: ['atMs', 'clipId', 'pane', 'skewMs', 'metBy'],
  }),
  'input.settled': defineEvent({
    ...step,
    description: 'What became of it, as the kernel told.',
    payload: z.strictObject({
      ...at,
      outcome: z.enum(inputOutcomes),
      reason: z.string().optional(),
    }),
    safe: ['atMs', 'clipId', 'outcome', 'reason'],
  }),
  'input.skipped': defineEvent({
    ...step,
    description: 'It was never asked for, and why.',
    payload: z.strictObject({ ...at, reason: z.string(), saw: saw.optional() }),
    safe: ['atMs', 'clipId', 'reason', 'saw', 'saw.*'],
  }),
} as const;
