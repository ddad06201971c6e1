/**
 * The lines that a kernel writes of itself: what was asked of it, in order, each before what came
 * of it, and each verdict after the input that brought it. They are all that a replay needs:
 * together with the seed and the times, everything else follows.
 *
 * @spec reliability invariants
 */
import { z } from 'zod';
import { handsMessageSchema } from '../hands/hands-message.ts';
import { promotionRecordSchema } from '../kernel/promotion.ts';

const payload = z.record(z.string(), z.unknown());

/** What was to be said, its payload as a sketch outside dev mode. */
const draft = z.object({
  type: z.string(),
  paneId: z.string(),
  source: z.string(),
  payload,
  correlationId: z.string().optional(),
  causationId: z.string().nullable().optional(),
});

/** Where the session's time begins on the clock of the host. */
const zero = {
  /** Instant 0 of the session on the host's monotonic clock. */
  zeroMs: z.number(),
  /** What that clock counts from, such as a boot; null where it cannot be told. */
  origin: z.string().nullable(),
};

const contract = { id: z.string(), version: z.number(), mode: z.enum(['enforced', 'shadow']) };
/** Something of the payload is an `x` for every character that was there. */
const sketch = z.literal(true).optional();
/** Refused before it became an event: a replay takes the refusal as it was. */
const refused = z.object({ contractId: z.string(), detail: z.string() });

const inputs = {
  /** First of all: what the kernel was made with. */
  start: z.object({
    input: z.literal('start'),
    seed: z.string(),
    panes: z.array(z.string()),
    ttlMs: z.number(),
    hands: z.boolean(),
    contracts: z.array(z.object(contract)),
    /** Wall-clock time at instant 0. */
    startMs: z.number(),
    ...zero,
  }),
  submit: z.object({
    input: z.literal('submit'),
    draft,
    critical: z.boolean(),
    sketch,
  }),
  report: z.object({ input: z.literal('report'), draft, sketch }),
  refusal: z.object({ input: z.literal('refusal'), of: z.string(), refused }),
  ingest: z.object({
    input: z.literal('ingest'),
    envelope: draft.extend({
      eventId: z.string(),
      correlationId: z.string(),
      causationId: z.string().nullable(),
      ts: z.number(),
      seq: z.number(),
    }),
    sketch,
  }),
  answer: z.object({ input: z.literal('answer'), answer: handsMessageSchema }),
  'safe-mode': z.object({ input: z.literal('safe-mode'), state: z.enum(['on', 'off']) }),
  telemetry: z.object({ input: z.literal('telemetry'), enabled: z.boolean() }),
  'dev-mode': z.object({ input: z.literal('dev-mode'), enabled: z.boolean() }),
  /** A timer rang, which was due then; it rings late on a busy machine. */
  time: z.object({
    input: z.literal('time'),
    dueMs: z.number(),
    /** So many timers that were due then and set before it still waited. */
    nth: z.number().int().nonnegative(),
  }),
  contract: z.object({ input: z.literal('contract'), ...contract }),
  /** A pane came, or went. */
  'pane-open': z.object({ input: z.literal('pane-open'), paneId: z.string() }),
  'pane-close': z.object({ input: z.literal('pane-close'), paneId: z.string() }),
  promote: z.object({ input: z.literal('promote'), record: promotionRecordSchema }),
  /** A subscriber, or the hands, threw. */
  trouble: z.object({ input: z.literal('trouble'), eventType: z.string(), reason: z.string() }),
  /** Another process went on from here; these intents have their text, the others lost it. */
  recover: z.object({
    input: z.literal('recover'),
    seed: z.string(),
    bodies: z.array(z.string()),
    /** The record broke off while its kernel went on: whatever waits may have been written. */
    isDoubtful: z.literal(true).optional(),
    ...zero,
  }),
  stop: z.object({ input: z.literal('stop') }),
} as const;

const inputSchema = z.discriminatedUnion('input', [
  inputs.start,
  inputs.submit,
  inputs.report,
  inputs.refusal,
  inputs.ingest,
  inputs.answer,
  inputs['safe-mode'],
  inputs.telemetry,
  inputs['dev-mode'],
  inputs.time,
  inputs.contract,
  inputs['pane-open'],
  inputs['pane-close'],
  inputs.promote,
  inputs.trouble,
  inputs.recover,
  inputs.stop,
]);

const timing = z.object({
  atMs: z.number(),
  /** Wall-clock time, where it is another than the time passed says. */
  wallMs: z.number().optional(),
  /** It came while the events of the input before were delivered, after so many of them. */
  during: z.number().int().nonnegative().optional(),
});

export const kernelInputSchema = inputSchema.and(timing);

export type InputBody = z.infer<typeof inputSchema>;
export type InputTiming = z.infer<typeof timing>;
export type KernelInput = InputBody & InputTiming;
export type StartInput = Extract<InputBody, { input: 'start' }>;
export type RecoverInput = Extract<InputBody, { input: 'recover' }>;
export const inputKinds = Object.keys(inputs) as readonly InputBody['input'][];
