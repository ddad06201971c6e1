/**
 * What the hands say, read at the border: another process may be of another version, or broken.
 * Keys that are not known are left out; what is no message at all is none.
 *
 * @spec kernel 7.3
 * @spec reliability attacks
 */
import { z } from 'zod';
import { writeStatuses } from '../kernel/events/daemon.ts';
import type { HandsMessage } from './pane-messages.ts';

/** Words of a program are not for the log: what is no code word is `other`. */
const codeWord = z
  .string()
  .transform((text) => (/^[a-z][a-z0-9_.-]{0,63}$/.test(text) ? text : 'other'));

const numbered = { epoch: z.number().optional(), seq: z.number().optional() };
const keyed = { key: z.string(), paneId: z.string(), ...numbered };

export const handsMessageSchema = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('pane.write.acked'),
    ...keyed,
    status: z.enum(writeStatuses),
    reason: z.string().optional(),
  }),
  z.object({ is: z.literal('pane.submitted'), ...keyed, attempt: z.number() }),
  z.object({ is: z.literal('pane.verified'), ...keyed, evidence: codeWord }),
  z.object({ is: z.literal('pane.verification.failed'), ...keyed, reason: codeWord }),
  z.object({ is: z.literal('pane.resized'), ...keyed, cols: z.number(), rows: z.number() }),
  z.object({ is: z.literal('hands.connected'), epoch: z.number(), lastSeq: z.number() }),
  z.object({
    is: z.literal('hands.heartbeat'),
    epoch: z.number(),
    panes: z.record(z.string(), z.enum(['up', 'down'])),
    highWaterSeq: z.number(),
  }),
]);

/** Null for what is no message of the hands. */
export function readHandsMessage(value: unknown): HandsMessage | null {
  const read = handsMessageSchema.safeParse(value);
  return read.success ? read.data : null;
}
