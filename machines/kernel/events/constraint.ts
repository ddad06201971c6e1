/**
 * The Theory of Constraints at work: which resource is the drum, which of the five focusing steps
 * the run is in, who gives way, and whether that took effect.
 *
 * @spec timeline phase 3
 */
import { z } from 'zod';
import { axes } from '../../timeline/axis.ts';
import { defineEvent } from './definition.ts';

const atMs = z.number();
const axis = z.enum(axes);
const figure = z.number().nullable();
const figures = z.strictObject({ cpu: figure, memory: figure, disk: figure });
const source = z.enum(['target', 'host', 'none']);
const step = z.enum(['identify', 'exploit', 'subordinate', 'elevate', 'repeat']);
/** Signals by name, as they were when it was judged. */
const saw = z.record(z.string(), z.union([z.number(), z.boolean(), z.string(), z.null()]));
const rule = z.strictObject({
  atMs,
  axis,
  when: z.string(),
  action: z.string(),
  unit: z.string(),
  cap: z.number(),
  saw,
});

export const constraintEvents = {
  'constraint.drum.sampled': defineEvent({
    lane: 'B',
    priority: 'telemetry',
    emitter: 'constraint',
    description: 'Pressure by resource at a tick, and the bottleneck by then.',
    payload: z.strictObject({
      atMs,
      tick: z.number().int(),
      source,
      figures,
      bottleneck: axis.nullable(),
      step,
    }),
    safe: ['atMs', 'tick', 'source', 'figures', 'bottleneck', 'step'],
  }),
  'constraint.identified': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'constraint',
    description: 'The bottleneck is this axis, or none any more; with the figures that say so.',
    payload: z.strictObject({
      atMs,
      bottleneck: axis.nullable(),
      how: z.enum(['given', 'auto']),
      source,
      figures,
    }),
    safe: ['atMs', 'bottleneck', 'how', 'source', 'figures'],
  }),
  'constraint.step.changed': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'constraint',
    description: 'The run is in another of the five focusing steps.',
    payload: z.strictObject({ atMs, step, bottleneck: axis.nullable() }),
    safe: ['atMs', 'step', 'bottleneck'],
  }),
  'constraint.rule.applied': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'constraint',
    description: 'An axis gives way to the bottleneck.',
    payload: rule,
    safe: ['atMs', 'axis', 'when', 'action', 'unit', 'cap', 'saw'],
  }),
  'constraint.rule.released': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'constraint',
    description: 'An axis need not give way any more.',
    payload: rule,
    safe: ['atMs', 'axis', 'when', 'action', 'unit', 'cap', 'saw'],
  }),
  'constraint.rule.unavailable': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'constraint',
    description: 'A signal of the rule is not told: it does not apply meanwhile. Said once.',
    payload: z.strictObject({ atMs, axis, when: z.string(), saw }),
    safe: ['atMs', 'axis', 'when', 'saw'],
  }),
  'constraint.effect.proved': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'constraint',
    description: 'What giving way, or the end of it, did to the delivered dose; proved or not.',
    payload: z.strictObject({
      atMs,
      axis,
      change: z.enum(['applied', 'released']),
      unit: z.string(),
      before: z.number(),
      after: z.number(),
      asked: z.number(),
      afterMs: z.number(),
      proved: z.boolean(),
    }),
    safe: ['atMs', 'axis', 'change', 'unit', 'before', 'after', 'asked', 'afterMs', 'proved'],
  }),
} as const;
