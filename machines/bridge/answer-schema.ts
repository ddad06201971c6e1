/**
 * Answers of the hands read at the border: they may be of another version, or broken.
 *
 * @spec kernel 7.3
 * @spec reliability attacks
 */
import { z } from 'zod';
import type { HandsAnswer } from '../hands/messages.ts';
import { metaSchema as meta } from '../hands/meta-schema.ts';
import { silenceCauses } from '../timeline/signal/silence.ts';

const at = z.number();
const id = z.string();
const reason = z.string();
const life = z.number().int();
const count = z.number().int().nonnegative();
const figure = z.number().nullable();

const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('exited'), code: z.number() }),
  z.object({ kind: z.literal('signalled'), signal: z.string(), core: z.boolean().optional() }),
  z.object({ kind: z.literal('deadline') }),
  z.object({ kind: z.enum(['hung', 'spawn-failed', 'unkillable']), reason }),
]);

const report = z.looseObject({
  life,
  pid: z.number().nullable(),
  startMs: at,
  endMs: at,
  outcome,
  outputTail: z.string(),
  stderrTail: z.string(),
  outputBytes: z.number(),
  peakRssBytes: z.number(),
  killed: z.boolean(),
});

const host = z.looseObject({
  cpuLoad: figure,
  memoryUsed: figure,
  cpuPressure: figure,
  memoryPressure: figure,
  ioPressure: figure,
});

const tree = z.looseObject({
  cpu: figure,
  rssBytes: z.number(),
  readBytesPerS: figure,
  writeBytesPerS: figure,
  threads: z.number(),
  fds: z.number(),
  processes: z.number(),
});

const leftover = z.object({
  kind: z.enum(['process', 'file', 'cgroup']),
  name: z.string(),
  reason,
});

const answerSchema = z.discriminatedUnion('is', [
  z.object({ is: z.literal('target.started'), meta, life, pid: z.number(), atMs: at }),
  z.object({ is: z.literal('target.ready'), meta, life, atMs: at }),
  z.object({ is: z.literal('target.unready'), meta, life, reason, atMs: at }),
  z.object({
    is: z.literal('target.answered'),
    meta,
    life,
    silence: reason.nullable(),
    atMs: at,
  }),
  z.object({ is: z.literal('target.output'), meta, life, bytes: count }),
  z.object({ is: z.literal('target.ended'), meta, report }),
  z.object({ is: z.literal('stressor.armed'), meta, clipId: id, pid: z.number(), atMs: at }),
  z.object({ is: z.literal('stressor.started'), meta, clipId: id, atMs: at }),
  z.object({
    is: z.literal('stressor.measured'),
    meta,
    clipId: id,
    atMs: at,
    asked: z.number(),
    delivered: z.number(),
  }),
  z.object({
    is: z.literal('stressor.adjusted'),
    meta,
    clipId: id,
    atMs: at,
    asked: z.number(),
  }),
  z.object({ is: z.literal('stressor.limited'), meta, clipId: id, reason, atMs: at }),
  z.object({
    is: z.literal('stressor.ended'),
    meta,
    clipId: id,
    atMs: at,
    dose: z.object({
      asked: z.number(),
      delivered: z.number(),
      detail: z.record(z.string(), z.number()),
    }),
  }),
  z.object({ is: z.literal('stressor.failed'), meta, clipId: id, reason, atMs: at }),
  z.object({
    is: z.literal('sampled'),
    meta,
    tick: z.number(),
    atMs: at,
    missed: z.number(),
    overheadMs: z.number(),
    host: host.nullable(),
    target: tree.nullable(),
    signals: z.record(z.string(), figure).optional(),
    silences: z
      .record(z.string(), z.object({ cause: z.enum(silenceCauses), detail: z.string().optional() }))
      .optional(),
    failure: reason.optional(),
  }),
  z.object({
    is: z.literal('hands.closed'),
    meta,
    leftovers: z.array(leftover),
    orphanGuard: z.string(),
  }),
  z.object({
    is: z.literal('answers.dropped'),
    meta,
    count,
    stage: z.string().optional(),
    reason: z.string().optional(),
    oldestSeq: z.number().optional(),
    newestSeq: z.number().optional(),
  }),
  z.object({ is: z.literal('hands.failed'), meta, reason }),
]);

/** Null for what is no answer of the hands. */
export function readHandsAnswer(value: unknown): HandsAnswer | null {
  const read = answerSchema.safeParse(value);
  return read.success ? (read.data as HandsAnswer) : null;
}
