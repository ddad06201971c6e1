/**
 * The report's own part, under the key `ambush`. All offsets are milliseconds from the origin
 * of the timeline (`run.origin.set`); what came before it, such as the start of the target, is
 * negative. A run that never reached its origin counts from its own start.
 *
 * @spec timeline reporting
 */
import { z } from 'zod';
import { lifeEnds } from '../kernel/events/target.ts';
import { axes } from '../timeline/axis.ts';
import { shapes } from '../timeline/curve/curve.ts';
import { silenceCauses } from '../timeline/signal/silence.ts';
import { constraintPartSchema, sawSchema } from './constraint.ts';
import { expectationReportSchema } from './expectations.ts';
import { injectionsPartSchema } from './injections.ts';

export const ambushSchemaId = 'ambush.report/1';

const count = z.number().int().nonnegative();
const offset = z.number().describe('Milliseconds from the origin of the timeline.');
const eventIds = z.array(z.string()).describe('Ids of events of the timeline.');
const envelopeId = z.string().describe('eventId of an envelope of the session log.');
const times = z.object({ start_ms: offset, end_ms: offset });

export const verdicts = ['pass', 'fail', 'inconclusive'] as const;
export const outcomes = ['survived', 'crash', 'exit', 'hang'] as const;
export const eventStates = ['done', 'skipped', 'failed'] as const;
const runStatuses = ['completed', 'aborted', 'interrupted', 'errored'] as const;

const statsSchema = z
  .object({
    samples: count.describe('How many samples had a figure.'),
    min: z.number(),
    mean: z.number(),
    p95: z.number().describe('Nearest-rank: the smallest figure that 95 % do not exceed.'),
    max: z.number(),
  })
  .meta({ id: 'Stats' });
const metricsSchema = z
  .record(z.string(), statsSchema)
  .describe('By metric; a metric without any figure is absent.');

const runSchema = z.object({
  id: z.string().describe('correlationId of the run in the session log.'),
  status: z.enum(runStatuses),
  verdict: z.enum(verdicts),
  cleanup: z.enum(['clean', 'leftovers']),
  reasons: z.array(z.string()).describe('Why the verdict is not pass; first what decided it.'),
  seed: z.number().int(),
  started_at: z.string().describe('RFC 3339.'),
  duration_ms: z.number().describe('From the start of the run to the end of the clean-up.'),
  origin_ms: z.number().nullable().describe('Offset 0 as counted from the start; null if never.'),
  timeline_hash: z.string(),
  abort: z
    .object({ at_ms: offset, because: z.string(), saw: sawSchema })
    .optional()
    .describe('What `abort_when` names held, with the values seen.'),
  leftovers: z.array(z.object({ kind: z.string(), name: z.string(), reason: z.string() })),
  orphan_guard: z.string().describe('What sees to it that nothing outlives the run.'),
  dropped_telemetry: count.describe('Telemetry envelopes that the bus had to drop.'),
  rehearsal: z
    .literal(true)
    .optional()
    .describe('Played in virtual time: nothing here is evidence.'),
  log_incomplete: z.string().optional().describe('Why the session log is not whole, if it is not.'),
});

const hostSchema = z.object({
  os: z.string(),
  kernel: z.string(),
  cpus: count,
  memory_bytes: count,
  backends: z.array(z.object({ axis: z.enum(axes), backend: z.string(), why: z.string() })),
});

const lifeSchema = z.object({
  life: count.describe('From 1.'),
  pid: z.number().int().nullable(),
  start_ms: offset.describe('Negative for a life that began before the origin.'),
  end_ms: offset,
  outcome: z.object({
    kind: z
      .enum(lifeEnds)
      .describe('deadline: alive when we stopped it, so it survived. unkillable: still there.'),
    code: z.number().int().optional(),
    signal: z.string().optional(),
    core: z.boolean().optional(),
    reason: z.string().optional(),
  }),
  output_tail: z.string().describe('The last 64 KiB; values of `env` are redacted.'),
  stderr_tail: z.string(),
  output_bytes: count,
  peak_rss_bytes: count,
  killed: z.boolean().describe('Ended by the signal that follows the grace period.'),
});

const targetSchema = z.object({
  command: z.array(z.string()),
  priority: z.enum(['polite', 'normal']).describe('polite: target and stressors at nice +10.'),
  lives: z.array(lifeSchema),
});

const intensitySchema = z
  .union([
    z.string().describe('A level, or a share such as "60%".'),
    z.object({
      from: z.string(),
      to: z.string(),
      by: z.string().describe('The signal that modulates it.'),
      between: z.array(z.number()).describe('Values of it that mean `from` and `to`.'),
    }),
    z.object({
      shape: z.enum(shapes),
      from: z.string(),
      to: z.string(),
      steps: count.optional(),
      every_ms: z.number().optional(),
      width: z.number().optional().describe('Share of a cycle that a pulse lasts.'),
    }),
  ])
  .describe('As the timeline has it.');

const doseSchema = z.object({
  unit: z.string(),
  asked: z.number().describe('Mean over the time in which it ran.'),
  delivered: z.number().describe('Measured from the system, as a mean.'),
  ok: z.boolean().describe('At least 80 % of what was asked was delivered.'),
  detail: z.record(z.string(), z.number()).describe('Secondary measures by name.'),
  limited: z.array(z.string()).describe('Limits that the stressor told of.'),
});

const decisionSchema = z.object({
  role: z.enum(['start', 'stop']),
  held: z.boolean().describe('False: it can hold no more.'),
  at_ms: offset,
  because: z.string().describe('The condition, or why it cannot hold.'),
  saw: sawSchema,
  cause: envelopeId.nullable().describe('eventId of the fact or the sample that decided.'),
});

const stepSchema = z.object({
  at_ms: offset,
  type: z.string(),
  event: z.string().nullable().describe('Id of the event of the timeline that it tells of.'),
  eventId: envelopeId,
});

const eventSchema = z.object({
  id: z.string(),
  axis: z.enum(axes),
  track: z.string(),
  state: z.enum(eventStates),
  outcome: z
    .enum(outcomes)
    .nullable()
    .describe('What happened to the target while this was active; null when there was no both.'),
  reason: z.string().optional().describe('Why it was skipped, failed, or cut short.'),
  stopped_by: z.literal('constraint').optional().describe('A rule of a constraint ended it.'),
  throttled: z
    .object({
      times: count,
      for_ms: z.number().describe('In all, while it ran.'),
      least: z.number().describe('The least that was left to it, in the unit of its dose.'),
      because: z.string(),
    })
    .optional()
    .describe('A constraint left it less than its plan asks.'),
  waits_for: z.string().optional().describe('What it waits for; planned is then the earliest.'),
  stops_when: z.string().optional().describe('What would end it before its time.'),
  decisions: z.array(decisionSchema).optional().describe('What its conditions came to.'),
  last_saw: sawSchema.optional().describe('What a condition that did not hold saw last.'),
  led_by: z.array(stepSchema).optional().describe('What led to its start, oldest first.'),
  condition_met: z.boolean().optional().describe('What it waited for held.'),
  planned: times,
  actual: times.nullable(),
  start_skew_ms: z.number().nullable().describe('Actual start minus planned start.'),
  whole: z
    .boolean()
    .describe('It ran for its whole time, or until its own condition or a rule ended it.'),
  intensity: intensitySchema,
  dose: doseSchema.nullable(),
  cause: envelopeId.nullable().describe('eventId of the envelope that caused its start.'),
});

const crashSchema = z.object({
  at_ms: offset,
  life: count,
  signal: z.string().optional(),
  core: z.boolean().optional(),
  code: z.number().int().optional(),
  segment: count.nullable().describe('Index into segments; null before the first.'),
  active: eventIds.describe('Events whose stress was on then.'),
  chain: eventIds.describe('Events that led there, found by walking causes; oldest first.'),
  causes: z
    .array(z.object({ eventId: envelopeId, type: z.string(), source: z.string() }))
    .describe('The envelopes that were walked, oldest first.'),
  eventId: envelopeId.nullable().describe('eventId of target.crashed; null if it was not heard.'),
});

const segmentSchema = times.extend({
  active: eventIds,
  target: metricsSchema,
  host: metricsSchema,
  failures: z.array(
    z.object({
      kind: z.enum(['crash', 'hang', 'event-failed']),
      at_ms: offset,
      detail: z.string(),
    }),
  ),
});

const silentSchema = z.object({
  signal: z.string(),
  at_ms: offset.describe('When it had had no figure for some ticks.'),
  until_ms: offset.nullable().describe('When it had one after all; null for never.'),
  cause: z
    .enum(silenceCauses)
    .optional()
    .describe('Why, as a code word; absent in logs that do not tell.'),
  reason: z.string().describe('The same for people.'),
  readers: z
    .array(
      z.object({
        of: z.string().describe('Id of an event, the axis of a rule, or `run`.'),
        role: z.enum(['start', 'stop', 'curve', 'rule', 'abort', 'expect']),
        text: z.string().describe('The expression, which is false meanwhile.'),
      }),
    )
    .describe('Who asks about it.'),
});

export const ambushPartSchema = z.object({
  schema: z.literal(ambushSchemaId),
  run: runSchema,
  host: hostSchema,
  target: targetSchema,
  source: z.string().nullable().describe('What --source named; recorded, not analysed.'),
  events: z.array(eventSchema),
  crashes: z.array(crashSchema),
  segments: z.array(segmentSchema).describe('Cut at every actual start and stop of an event.'),
  metrics: z
    .object({
      target: metricsSchema,
      host: metricsSchema,
      signals: metricsSchema.optional().describe('Signals of the timeline, where it has some.'),
    })
    .describe('Of the whole run: the fold of the segments.'),
  injections: injectionsPartSchema.optional().describe('Where the target runs in a pane.'),
  expectations: z
    .array(expectationReportSchema)
    .optional()
    .describe('What became of what the timeline expects, in its order.'),
  recovery: z
    .object({ at_ms: offset, after_ms: z.number(), saw: sawSchema })
    .optional()
    .describe('When the target was well again, and how long after the last stress.'),
  constraint: constraintPartSchema.optional().describe('Where the timeline names constraints.'),
  unavailable: z
    .array(silentSchema)
    .optional()
    .describe('Signals that were asked about and had no figure.'),
  sampler: z.object({
    cadence_ms: z.number(),
    ticks: count.describe('Samples that were taken.'),
    missed: count,
    not_kept: count.describe('Samples beyond the limit of a report.'),
    overhead_ms_p99: z.number().nullable(),
  }),
});

export type AmbushPart = z.infer<typeof ambushPartSchema>;
export type SilentSignal = z.infer<typeof silentSchema>;
export type EventReport = z.infer<typeof eventSchema>;
export type CrashEntry = z.infer<typeof crashSchema>;
export type LifeReport = z.infer<typeof lifeSchema>;
export type SegmentReport = z.infer<typeof segmentSchema>;
export type Verdict = (typeof verdicts)[number];
