/**
 * A resize from the wish to the terminal's acknowledgement; storms are merged to the last size.
 *
 * @spec kernel 3.3
 */
import { z } from 'zod';
import { reasonsSafe, reasonsSchema } from '../reasons.ts';
import { defineEvent } from './definition.ts';

const fact = { lane: 'A', priority: 'lifecycle' } as const;
const size = { cols: z.number().int().positive(), rows: z.number().int().positive() };
const sized = z.strictObject({ ...size, reason: z.string() }).partial();
const sizeSafe = ['cols', 'rows'] as const;

export const resizeEvents = {
  'resize.requested': defineEvent({
    ...fact,
    emitter: 'renderer.js',
    description: 'The pane is to have another size.',
    payload: sized,
    safe: [...sizeSafe, 'reason'],
  }),
  'resize.started': defineEvent({
    ...fact,
    emitter: 'terminal.js',
    description: 'The screen is being fitted.',
    payload: sized,
    safe: [...sizeSafe, 'reason'],
  }),
  'resize.completed': defineEvent({
    ...fact,
    emitter: 'terminal.js',
    description: 'The screen has the size.',
    payload: sized,
    safe: [...sizeSafe, 'reason'],
  }),
  'resize.coalesced': defineEvent({
    ...fact,
    emitter: 'kernel',
    description: 'So many wishes were merged; the last size is due now.',
    payload: z.strictObject({
      cols: size.cols.optional(),
      rows: size.rows.optional(),
      count: z.number().int().positive(),
    }),
    safe: [...sizeSafe, 'count'],
  }),
  'resize.storm.detected': defineEvent({
    ...fact,
    emitter: 'kernel',
    description: 'Wishes come faster than any screen can be fitted.',
    payload: z.strictObject({ count: z.number().int(), windowMs: z.number() }),
    safe: ['count', 'windowMs'],
  }),
  'fit.skipped': defineEvent({
    ...fact,
    emitter: 'kernel',
    description: 'The screen was not fitted, and why.',
    payload: z.strictObject({ reason: z.string(), reasons: reasonsSchema }).partial(),
    safe: ['reason', ...reasonsSafe],
  }),
  'pty.resize.requested': defineEvent({
    ...fact,
    emitter: 'terminal.js',
    description: 'The terminal is told its size.',
    payload: sized,
    safe: [...sizeSafe, 'reason'],
  }),
  'pty.resize.ack': defineEvent({
    ...fact,
    emitter: 'daemon',
    description: 'The terminal has its size.',
    payload: sized,
    safe: [...sizeSafe, 'reason'],
  }),
} as const;
