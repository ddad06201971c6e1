/**
 * An injection from request to its one terminal event, with its verification and its queue.
 *
 * @spec kernel 3.1
 */
import { z } from 'zod';
import { reasonsSchema as reasons, reasonsSafe } from '../reasons.ts';
import { defineEvent } from './definition.ts';

const step = { lane: 'A', priority: 'lifecycle', emitter: 'injection.js' } as const;
const gate = { lane: 'A', priority: 'lifecycle', emitter: 'kernel' } as const;
const attempt = z.number().int().positive();

/** Longest text of an injection, in UTF-16 units: a frame of the bridge holds no more. */
export const bodyMax = 2 ** 20;

export const injectEvents = {
  'inject.requested': defineEvent({
    ...step,
    description: 'Text is to be written into a pane and submitted.',
    payload: z
      .strictObject({
        body: z.string().max(bodyMax),
        mode: z.string(),
        cli: z.string(),
        /** What to do when the text cannot be carried over whole. */
        lossyPolicy: z.enum(['allow', 'refuse']),
        critical: z.boolean(),
      })
      .partial(),
    safe: ['mode', 'cli', 'lossyPolicy', 'critical'],
  }),
  'inject.queued': defineEvent({
    ...gate,
    description: 'It waits in the queue of its pane.',
    payload: z.strictObject({ depth: z.number().int(), remainingMs: z.number() }),
    safe: ['depth', 'remainingMs'],
  }),
  'inject.deferred': defineEvent({
    ...gate,
    description: 'A contract holds it back; all closed gates, in order.',
    payload: z.strictObject({
      reason: z.string(),
      contractId: z.string(),
      reasons,
      remainingMs: z.number(),
    }),
    safe: ['reason', 'contractId', ...reasonsSafe, 'remainingMs'],
  }),
  'inject.resumed': defineEvent({
    ...gate,
    description: 'Its turn came and every gate was open.',
    payload: z.strictObject({ trigger: z.string(), waitedMs: z.number(), depth: z.number().int() }),
    safe: ['trigger', 'waitedMs', 'depth'],
  }),
  'inject.applied': defineEvent({
    ...step,
    description: 'The text is in the terminal.',
    payload: z.strictObject({ key: z.string(), dataLen: z.number().int() }).partial(),
    safe: ['key', 'dataLen'],
  }),
  'inject.submit.requested': defineEvent({
    ...step,
    description: 'The submit key is to be pressed.',
    payload: z.strictObject({ key: z.string(), attempt }).partial(),
    safe: ['key', 'attempt'],
  }),
  'inject.submit.sent': defineEvent({
    ...step,
    description: 'The submit key was pressed.',
    payload: z.strictObject({ key: z.string(), attempt }).partial(),
    safe: ['key', 'attempt'],
  }),
  'inject.verified': defineEvent({
    ...step,
    description: 'Terminal: the submit is confirmed.',
    payload: z.strictObject({ key: z.string(), attempts: attempt, evidence: z.string() }).partial(),
    safe: ['key', 'attempts', 'evidence'],
  }),
  'inject.failed': defineEvent({
    ...step,
    description: 'Terminal: it could not be confirmed, or its fate is unknown.',
    payload: z
      .strictObject({ key: z.string(), reason: z.string(), attempts: z.number() })
      .partial(),
    safe: ['key', 'reason', 'attempts'],
  }),
  'inject.timeout': defineEvent({
    ...step,
    description: 'No answer came in time.',
    payload: z.strictObject({ key: z.string(), stage: z.string(), attempt }).partial(),
    safe: ['key', 'stage', 'attempt'],
  }),
  'inject.retry': defineEvent({
    ...step,
    description:
      'The submit key, or a write that was refused, is tried again; never the text twice.',
    payload: z.strictObject({ key: z.string(), stage: z.string(), attempt }).partial(),
    safe: ['key', 'stage', 'attempt'],
  }),
  'inject.dropped': defineEvent({
    ...gate,
    description: 'Terminal: it was never written, and why.',
    payload: z.strictObject({
      reason: z.string().optional(),
      contractId: z.string().optional(),
      reasons: reasons.optional(),
    }),
    safe: ['reason', 'contractId', ...reasonsSafe],
  }),
  'inject.transform.applied': defineEvent({
    ...step,
    description: 'The text was fitted to what the program in the pane takes.',
    payload: z.strictObject({ mode: z.string(), fromLen: z.number(), toLen: z.number() }).partial(),
    safe: ['mode', 'fromLen', 'toLen'],
  }),
  'inject.transform.lossy': defineEvent({
    ...step,
    description: 'Fitting it lost content; how many code points.',
    payload: z
      .strictObject({ lost: z.number().int(), policy: z.string(), mode: z.string() })
      .partial(),
    safe: ['lost', 'policy', 'mode'],
  }),
  'inject.mode.selected': defineEvent({
    ...step,
    description: 'How the text will be entered.',
    payload: z.strictObject({ mode: z.string(), paneId: z.string() }).partial(),
    safe: ['mode', 'paneId'],
  }),
  'verify.pass': defineEvent({
    ...step,
    description: 'The submit was verified and nothing speaks against it.',
    payload: z.strictObject({ evidence: z.string() }).partial(),
    safe: ['evidence'],
  }),
  'verify.false_positive': defineEvent({
    ...step,
    description: 'It looked verified, but a compaction may have caused the output.',
    payload: z
      .strictObject({ suspectedCompaction: z.boolean(), confidenceAtVerify: z.number() })
      .partial(),
    safe: ['suspectedCompaction', 'confidenceAtVerify'],
  }),
  'queue.depth.changed': defineEvent({
    ...step,
    emitter: 'kernel',
    description: 'The number of injections that wait.',
    payload: z.strictObject({ paneId: z.string(), depth: z.number().int() }),
    safe: ['paneId', 'depth'],
  }),
} as const;
