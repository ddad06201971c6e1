/**
 * A track is one lane of the timeline.
 *
 * @spec timeline terminology
 */
import { z } from 'zod';
import { axes } from '../../timeline/axis.ts';
import { defineEvent } from './definition.ts';

const payload = z.strictObject({
  atMs: z.number(),
  track: z.string(),
  /** What the lane stresses, or the pane that is typed into. */
  axis: z.enum(axes).optional(),
  pane: z.string().optional(),
});

export const trackEvents = {
  'track.started': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'track',
    description: 'The lane plays: its clips wait for their times.',
    payload,
    safe: ['atMs', 'track', 'axis', 'pane'],
  }),
  'track.ended': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'track',
    description: 'No clip of the lane is left to play.',
    payload,
    safe: ['atMs', 'track', 'axis', 'pane'],
  }),
} as const;
