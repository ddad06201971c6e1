/**
 * The hands across the bridge: what they were asked to write, what became of it, who is up.
 *
 * @spec kernel 3.5
 */
import { z } from 'zod';
import { defineEvent } from './definition.ts';

const fact = { lane: 'A', priority: 'lifecycle', emitter: 'daemon' } as const;
const why = z.strictObject({ reason: z.string() }).partial();

export const writeStatuses = [
  'accepted',
  'rejected_terminal_missing',
  'rejected_not_alive',
  'rejected_mode_noninteractive',
  'blocked_ghost_dedup',
  'error',
] as const;
export type WriteStatus = (typeof writeStatuses)[number];

export const daemonEvents = {
  'daemon.write.requested': defineEvent({
    ...fact,
    description: 'The hands are asked to write into a terminal.',
    payload: z
      .strictObject({
        paneId: z.string(),
        dataLen: z.number().int(),
        mode: z.string(),
        requestedBy: z.string(),
        key: z.string(),
      })
      .partial(),
    safe: ['paneId', 'dataLen', 'mode', 'requestedBy', 'key'],
  }),
  'daemon.write.ack': defineEvent({
    ...fact,
    description: 'What became of the write.',
    payload: z
      .strictObject({
        paneId: z.string(),
        status: z.enum(writeStatuses),
        reason: z.string(),
        dataLen: z.number().int(),
        key: z.string(),
      })
      .partial(),
    safe: ['paneId', 'status', 'dataLen', 'key'],
  }),
  'pty.data.received': defineEvent({
    ...fact,
    lane: 'B',
    priority: 'telemetry',
    description: 'The program printed something; its size, never its content.',
    payload: z
      .strictObject({
        paneId: z.string(),
        byteLen: z.number().int(),
        meaningful: z.boolean(),
        chunkType: z.string(),
      })
      .partial(),
    safe: ['paneId', 'byteLen', 'meaningful', 'chunkType'],
  }),
  'bridge.connected': defineEvent({
    ...fact,
    emitter: 'bridge',
    description: 'Head and hands hear each other.',
    payload: z.strictObject({ epoch: z.number().int() }).partial(),
    safe: ['epoch'],
  }),
  'bridge.disconnected': defineEvent({
    ...fact,
    emitter: 'bridge',
    description: 'Head and hands no longer hear each other.',
    payload: why,
    safe: ['reason'],
  }),
  'pty.up': defineEvent({
    ...fact,
    description: 'The terminal of the pane lives.',
    payload: z.strictObject({ pid: z.number().int() }).partial(),
    safe: ['pid'],
  }),
  'pty.down': defineEvent({
    ...fact,
    description: 'The terminal of the pane is dead or does not answer.',
    payload: why,
    safe: ['reason'],
  }),
} as const;
