/**
 * What the hands say, read at the border: another process may be of another version, or broken.
 * Keys that are not known are left out; what is no message at all is none.
 *
 * @spec kernel 7.3
 * @spec reliability attacks
 */
import { z } from 'zod';
import { writeStatuses } from '../kernel/events/daemon.ts';
import { metaSchema as meta } from './meta-schema.ts';
import { paneFactTypes, readFactPayload } from './pane-facts.ts';
import type { HandsMessage, PaneMessage } from './pane-messages.ts';

/** Words of a program are not for the log: what is no code word is `other`. */
const codeWord = z
  .string()
  .transform((text) => (/^[a-z][a-z0-9_.-]{0,63}$/.test(text) ? text : 'other'));

const numbered = { epoch: z.number().optional(), seq: z.number().optional() };
const keyed = { key: z.string(), paneId: z.string(), ...numbered };

/** Reasons of the system are error codes, such as `ENOENT`. */
const errorCode = z
  .string()
  .transform((text) => (/^[A-Za-z][A-Za-z0-9_.-]{0,63}$/.test(text) ? text : 'other'));
const cells = z.number().int().nonnegative();
const bytes = z.number().int().nonnegative();

/** The payload is what the taxonomy says of its type, or the message is none. */
const fact = z
  .object({
    is: z.literal('pane.fact'),
    paneId: z.string(),
    ...numbered,
    type: z.enum(paneFactTypes),
    payload: z.record(z.string(), z.unknown()),
    key: z.string().optional(),
    meta: meta.optional(),
  })
  .transform((message, context) => {
    const payload = readFactPayload(message.type, message.payload);
    if (payload !== null) return { ...message, payload };
    context.addIssue({ code: 'custom', message: `no payload of ${message.type}` });
    return z.NEVER;
  });

const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('exited'), code: z.number().int() }),
  z.object({ kind: z.literal('signalled'), signal: errorCode, core: z.boolean().optional() }),
]);

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
  z.object({ is: z.literal('pane.opened'), ...keyed, pid: z.number().int() }),
  z.object({ is: z.literal('pane.open.failed'), ...keyed, reason: errorCode }),
  fact,
  z.object({
    is: z.literal('pane.mode'),
    paneId: z.string(),
    ...numbered,
    bracketedPaste: z.boolean(),
  }),
  z.object({
    is: z.literal('pane.exited'),
    paneId: z.string(),
    ...numbered,
    pid: z.number().int(),
    outcome,
  }),
  z.object({ is: z.literal('hands.connected'), epoch: z.number(), lastSeq: z.number() }),
  z.object({ is: z.literal('hands.disconnected'), epoch: z.number(), reason: codeWord }),
  z.object({
    is: z.literal('hands.heartbeat'),
    epoch: z.number(),
    panes: z.record(z.string(), z.enum(['up', 'down'])),
    highWaterSeq: z.number(),
  }),
]);

const pictureSchema = z.discriminatedUnion('is', [
  z.object({
    is: z.literal('pane.seen'),
    paneId: z.string(),
    key: z.string(),
    cols: cells,
    rows: z.array(z.string()),
    cursor: z.object({ row: cells, column: cells }),
    alternate: z.boolean(),
    title: z.string().nullable(),
    bracketedPaste: z.boolean(),
    paint: z.string().nullable(),
    explanation: z.unknown(),
    readBytes: bytes,
    droppedBytes: bytes,
    shown: bytes,
  }),
  z.object({
    is: z.literal('pane.output'),
    paneId: z.string(),
    data: z.string(),
    dropped: bytes,
    from: bytes,
  }),
]);

/** The same with what is for eyes only. */
export function readPaneMessage(value: unknown): PaneMessage | null {
  const read = pictureSchema.safeParse(value);
  return read.success ? read.data : readHandsMessage(value);
}

/** Null for what is no message of the hands. */
export function readHandsMessage(value: unknown): HandsMessage | null {
  const read = handsMessageSchema.safeParse(value);
  return read.success ? read.data : null;
}
