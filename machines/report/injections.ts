/**
 * The part of the report about what was typed: every input with its waiting, its submit and its
 * verification, and the compactions of the program, each with the stress that was on meanwhile.
 * Never the text itself.
 *
 * @spec timeline reporting
 * @spec kernel 10
 */
import { z } from 'zod';
import { inputOutcomes } from '../timeline/condition/wish.ts';

const count = z.number().int().nonnegative();
const ms = z.number().nonnegative().describe('Milliseconds.');
const offset = z.number().describe('Milliseconds from the origin of the timeline.');
const stress = z.array(z.string()).describe('Ids of the events whose stress was on meanwhile.');

const injectionSchema = z.object({
  id: z.string(),
  pane: z.string(),
  track: z.string(),
  state: z.enum(['done', 'skipped']).describe('skipped: the kernel was never asked for it.'),
  outcome: z
    .enum(inputOutcomes)
    .nullable()
    .describe('How the kernel says that it ended; null where it was never asked.'),
  reason: z.string().optional().describe('Why it was skipped, dropped or not verified.'),
  waits_for: z.string().optional().describe('What it waits for; planned is then the earliest.'),
  condition_met: z.boolean().optional().describe('What it waited for held.'),
  critical: z.boolean().describe('A recovery intent.'),
  chars: count.describe('Length of its text.'),
  planned_ms: offset,
  asked_ms: offset.nullable().describe('When the kernel was asked.'),
  start_skew_ms: z.number().nullable(),
  ended_ms: offset.nullable(),
  queue_wait_ms: ms.nullable().describe('From the request until it was let through, or its end.'),
  deferred_by: z
    .array(z.string())
    .describe('Contracts that held it back at first, in their order.'),
  overrode: z.array(z.string()).describe('Contracts that it passed as a recovery intent.'),
  mode: z.string().nullable().describe('How it was entered: as keys, or as a paste.'),
  attempts: count.describe('Submit keys that were pressed.'),
  lost_chars: count.describe('Characters that could not be carried over.'),
  verification: z
    .enum(['pass', 'false_positive'])
    .nullable()
    .describe('false_positive: verified while a compaction was suspected, which proves little.'),
  evidence: z.string().nullable(),
  stress,
  cause: z.string().nullable().describe('eventId of input.due in the session log.'),
});

const compactionSchema = z.object({
  pane: z.string(),
  start_ms: offset,
  end_ms: offset.nullable().describe('Null where the run ended before it did.'),
  confirmed: z.boolean().describe('It held injections back; else it was only suspected.'),
  end_reason: z.string().nullable(),
  stress,
});

export const injectionsPartSchema = z.object({
  asked: count,
  verified: count,
  failed: count.describe('Not seen to be taken: failed, dropped, or of unknown outcome.'),
  skipped: count,
  deferred: count.describe('Had to wait for a gate.'),
  false_positives: count,
  queue_wait_ms: z
    .object({ mean: ms, p95: ms, max: ms })
    .nullable()
    .describe('Over all that were let through; null where none was.'),
  inputs: z.array(injectionSchema),
  compactions: z.array(compactionSchema),
  safe_mode: z.array(z.object({ start_ms: offset, end_ms: offset.nullable(), reason: z.string() })),
});

export type InjectionsPart = z.infer<typeof injectionsPartSchema>;
export type InjectionReport = InjectionsPart['inputs'][number];
