/**
 * A clip is one event of the timeline: its life from planned to done, skipped or failed. All
 * that belongs to one clip shares one correlation, rooted in `clip.scheduled`.
 *
 * @spec timeline execution semantics
 */
import { z } from 'zod';
import { axes } from '../../timeline/axis.ts';
import { shapes } from '../../timeline/curve/curve.ts';
import { defineEvent } from './definition.ts';

const at = { atMs: z.number(), clipId: z.string() };
const account = {
  unit: z.string(),
  asked: z.number(),
  delivered: z.number(),
  detail: z.record(z.string(), z.number()),
};

/** What a condition that did not hold saw last: signals and outcomes by name. */
const saw = z.record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.null()]));

/** The dose between two ends: linearly, or along a curve of so many steps or cycles. */
const course = {
  from: z.number(),
  to: z.number(),
  curve: z
    .strictObject({
      shape: z.enum(shapes),
      steps: z.number().optional(),
      cycles: z.number().optional(),
      width: z.number().optional(),
    })
    .optional(),
  cap: z.number().optional(),
};
const courseKeys = ['from', 'to', 'curve', 'cap'] as const;

export const clipEvents = {
  'clip.scheduled': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'clip',
    description: 'The clip waits for its time.',
    payload: z.strictObject({
      ...at,
      axis: z.enum(axes),
      track: z.string(),
      startMs: z.number(),
      durationMs: z.number(),
      unit: z.string(),
      ...course,
      /** As people write it. */
      waitsFor: z.string().optional(),
      stopsWhen: z.string().optional(),
    }),
    safe: [
      ...(['atMs', 'clipId', 'axis', 'track', 'startMs', 'durationMs', 'unit'] as const),
      ...courseKeys,
      ...(['waitsFor', 'stopsWhen'] as const),
    ],
  }),
  'clip.armed': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'clip',
    description: 'Its stressor stands ready, told when to start and when to end.',
    payload: z.strictObject(at),
    safe: ['atMs', 'clipId'],
  }),
  'clip.started': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'clip',
    description: 'The stress began, at the instant that the stressor itself measured.',
    payload: z.strictObject({ ...at, skewMs: z.number() }),
    safe: ['atMs', 'clipId', 'skewMs'],
  }),
  'clip.adjust.requested': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'clip',
    description: 'Another dose is wanted of it, and why: a constraint, or a signal that modulates.',
    payload: z.strictObject({ ...at, unit: z.string(), ...course, reason: z.string() }),
    safe: ['atMs', 'clipId', 'unit', ...courseKeys, 'reason'],
  }),
  'clip.adjusted': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'clip',
    description: 'The stressor asks another dose of itself from now on.',
    payload: z.strictObject({ ...at, unit: z.string(), asked: z.number() }),
    safe: ['atMs', 'clipId', 'unit', 'asked'],
  }),
  'clip.modulation.unavailable': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'clip',
    description: 'The signal that modulates it is not told here: its dose stays. Said once.',
    payload: z.strictObject({ ...at, by: z.string() }),
    safe: ['atMs', 'clipId', 'by'],
  }),
  'clip.stop.requested': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'clip',
    description: 'The stress is told to stop before its planned end.',
    payload: z.strictObject({
      ...at,
      /** The rule of a constraint that wants it. */
      rule: z.string().optional(),
    }),
    safe: ['atMs', 'clipId', 'rule'],
  }),
  'clip.stopped': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'clip',
    description: 'The stress is over; the dose that was asked and delivered, as means.',
    payload: z.strictObject({ ...at, ...account, saw: saw.optional() }),
    safe: ['atMs', 'clipId', 'unit', 'asked', 'delivered', 'detail', 'saw', 'saw.*'],
  }),
  'clip.skipped': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'clip',
    description: 'It never started, and why.',
    payload: z.strictObject({ ...at, reason: z.string(), saw: saw.optional() }),
    safe: ['atMs', 'clipId', 'reason', 'saw', 'saw.*'],
  }),
  'clip.failed': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'clip',
    description: 'Its stressor died, could not start, or would not stop.',
    payload: z.strictObject({ ...at, reason: z.string() }),
    safe: ['atMs', 'clipId', 'reason'],
  }),
} as const;
