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
  axis: z.enum(axes),
});

export const trackEvents = {
  'track.started': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'track',
    description: 'The lane plays: its clips wait for their times.',
    payload,
    safe: ['atMs', 'track', 'axis'],
  }),
  'track.ended': defineEvent({
    lane: 'A',
    priority: 'lifecycle',
    emitter: 'track',
    description: 'No clip of the lane is left to play.',
    payload,
    safe: ['atMs', 'track', 'axis'],
  }),
} as const;
