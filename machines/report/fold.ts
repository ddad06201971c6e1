/**
 * The report as a fold of the log: envelopes go in one by one, the report comes out at the end.
 * Pure, incremental, and indifferent to the order in which envelopes of the same instant come:
 * what happened when is read from the offsets that they carry.
 *
 * @spec timeline reporting
 */
import type { Envelope } from '../kernel/envelope.ts';
import type { PayloadOf } from '../kernel/events/registry.ts';
import { type AmbushPart, ambushSchemaId, type EventReport, type LifeReport } from './ambush.ts';
import { emptyAssail } from './assault.ts';
import {
  assaultTimeline,
  attackResults,
  overallAssessment,
  type PeakMemory,
} from './assessment.ts';
import { crashEntry, failuresIn, type Placed, placeIncidents, unheardCrashes } from './crashes.ts';
import { eventReports, spanOf } from './events.ts';
import { createHeard, type Heard } from './heard.ts';
import type { InjectionsPart } from './injections.ts';
import { millionths, nearestRank, thousandths } from './metrics.ts';
import type { AssaultPart, OutputTails, Report, ReportInput } from './report.ts';
import { runPart } from './run-part.ts';
import { createRedactor, type Redactor } from './secrets.ts';
import {
  cutSegments,
  type Measured,
  measureSegments,
  ownStats,
  type Segment,
  type Span,
  type StatsByMetric,
} from './segments.ts';
import { silentPart } from './silent.ts';
import { crashesOf, type Evidence, type Judgement, judge } from './verdict.ts';

export interface ReportFold {
  take(envelope: Envelope): void;
  /** The report of what was told so far; `tails` is what no log holds. */
  finish(tails?: readonly OutputTails[]): Report;
}

export function createReportFold(input: ReportInput): ReportFold {
  const heard = createHeard();
  return {
    take: (envelope) => heard.take(envelope),
    finish: (tails = []) => finish(input, heard, tails),
  };
}

/** The whole fold at once, for a log that is at hand. */
export function foldReport(
  input: ReportInput,
  envelopes: Iterable<Envelope>,
  tails: readonly OutputTails[] = [],
): Report {
  const fold = createReportFold(input);
  for (const envelope of envelopes) fold.take(envelope);
  return fold.finish(tails);
}

/** The evidence with the pieces that only the report's own part needs. */
interface Findings extends Evidence {
  readonly segments: readonly Segment[];
  readonly pieces: readonly Measured[];
  readonly whole: Measured;
  readonly injections: InjectionsPart | undefined;
}

function finish(input: ReportInput, heard: Heard, tails: readonly OutputTails[]): Report {
  const findings = find(input, heard, tails);
  const judgement = judge(findings);
  const peakMemory: PeakMemory = (ids) => peakOf(findings, 'rss_bytes', ids);
  const assault: AssaultPart = {
    schema_version: '2.5',
    assail_report: emptyAssail(input.plan.program.command),
    attack_results: attackResults(findings, peakMemory),
    total_crashes: crashesOf(findings).length + heard.crashesNotKept,
    total_signatures: 0,
    overall_assessment: overallAssessment(findings, judgement),
    timeline: assaultTimeline(findings, input, peakMemory),
  };
  return { ...assault, ambush: ownPart(input, heard, findings, judgement) };
}

function find(input: ReportInput, heard: Heard, tails: readonly OutputTails[]): Findings {
  const { plan } = input;
  const redact = createRedactor(plan.program.env);
  const lives = heard.lives.map((life) =>
    lifeReport(
      life,
      tails.find((one) => one.life === life.life),
      redact,
    ),
  );
  const endMs = heard.ended?.atMs ?? heard.lastAtMs;
  const spans = plan.events.flatMap((event) => spanOf(event, heard.clip(event.id), endMs) ?? []);
  const segments = cutSegments(spans, ...reachOf(heard, spans, endMs));
  const { pieces, whole } = measureSegments(segments, heard.samples);
  const origin = heard.originSinceStartMs ?? 0;
  const unheard =
    heard.crashesNotKept === 0
      ? unheardCrashes(lives, heard.incidents, heard.startedAtMs ?? 0, origin)
      : [];
  const incidents = placeIncidents([...heard.incidents, ...unheard], segments)
    .map((one) => (one.reason === undefined ? one : { ...one, reason: redact(one.reason) }))
    .sort((a, b) => a.atMs - b.atMs);
  const outcomeOf = (span: Span) => outcomeDuring(span, incidents, lives);
  const times = { startedAtMs: heard.startedAtMs ?? 0, originMs: origin };
  const injections = heard.injections.part(plan, times, spans);
  return {
    plan,
    status: heard.ended?.status ?? 'errored',
    stop: heard.stop,
    reachedOrigin: heard.originSinceStartMs !== null,
    events: eventReports({ plan, heard, endMs, outcomeOf }),
    lives,
    incidents,
    crashesNotKept: heard.crashesNotKept,
    expectations: heard.expectations.part(plan) ?? [],
    unprovedEffects: heard.constraint.unproved(),
    hostLoadDuring: (id) => meanLoad(segments, pieces, id),
    segments,
    pieces,
    whole,
    injections,
    inputs: injections?.inputs ?? [],
  };
}

/** From the origin, or from the first sample or start where that was earlier, to the last word. */
function reachOf(heard: Heard, spans: readonly Span[], endMs: number): [number, number] {
  const { firstMs = 0, lastMs = 0 } = heard.samples.reach ?? {};
  return [
    spans.reduce((least, { startMs }) => Math.min(least, startMs), Math.min(0, firstMs)),
    spans.reduce((most, span) => Math.max(most, span.endMs), Math.max(endMs, lastMs)),
  ];
}

function lifeReport(
  life: Heard['lives'][number],
  tails: OutputTails | undefined,
  redact: Redactor,
): LifeReport {
  const { outcome } = life;
  const reason = outcome.reason === undefined ? {} : { reason: redact(outcome.reason) };
  const { outputTail = '', stderrTail = '' } = tails ?? {};
  return {
    life: life.life,
    pid: life.pid,
    start_ms: thousandths(life.startMs),
    end_ms: thousandths(life.atMs),
    outcome: { ...outcome, ...reason },
    output_tail: redact(outputTail, life.outputBytes > outputTail.length),
    stderr_tail: redact(stderrTail, true),
    output_bytes: life.outputBytes,
    peak_rss_bytes: Math.round(life.peakRssBytes),
    killed: life.killed,
  };
}

/** What happened to the target during a span; null when no life of it fell into the span. */
function outcomeDuring(
  span: Span,
  incidents: readonly Placed[],
  lives: readonly LifeReport[],
): EventReport['outcome'] {
  const during = incidents.filter(({ active }) => active.includes(span.id));
  for (const kind of ['crash', 'hang', 'exit'] as const) {
    if (during.some((incident) => incident.kind === kind)) return kind;
  }
  const lived = lives.some(
    ({ start_ms, end_ms, outcome }) =>
      outcome.kind !== 'spawn-failed' && start_ms < span.endMs && end_ms > span.startMs,
  );
  return lived ? 'survived' : null;
}

function meanLoad(
  segments: readonly Segment[],
  pieces: readonly Measured[],
  id: string,
): number | null {
  let samples = 0;
  let sum = 0;
  for (const [index, { active }] of segments.entries()) {
    const load = active.includes(id) ? pieces[index]?.host.cpu_load : undefined;
    if (!load) continue;
    samples += load.samples;
    sum += load.mean * load.samples;
  }
  return samples === 0 ? null : sum / samples;
}

function peakOf(
  { segments, pieces }: Findings,
  metric: string,
  ids: readonly string[],
): number | null {
  const peaks = segments.flatMap(({ active }, index) =>
    active.some((id) => ids.includes(id)) ? (pieces[index]?.target[metric]?.max ?? []) : [],
  );
  return peaks.length === 0 ? null : Math.round(Math.max(...peaks));
}

function ownPart(
  input: ReportInput,
  heard: Heard,
  findings: Findings,
  judgement: Judgement,
): AmbushPart {
  const { plan, facts } = input;
  const { events, incidents, segments, pieces, whole, lives, injections } = findings;
  const constraint = heard.constraint.part(plan);
  const expectations = heard.expectations.part(plan);
  const recovered = heard.expectations.recovered();
  const failed = events.flatMap(({ id, state, actual, reason }) =>
    state === 'failed' && actual ? [{ id, atMs: actual.end_ms, reason: reason ?? '' }] : [],
  );
  const own = ownStats(heard.samples);
  return {
    schema: ambushSchemaId,
    run: runPart(plan, heard, findings.status, judgement),
    host: {
      os: facts.os,
      kernel: facts.kernel,
      cpus: facts.cpus,
      memory_bytes: facts.memoryBytes,
      backends: input.backends.map(({ axis, backend, why }) => ({ axis, backend, why })),
    },
    target: {
      command: [plan.program.command, ...plan.program.args],
      priority: plan.target.priority,
      lives: [...lives],
    },
    source: input.source ?? null,
    events: [...events],
    crashes: crashesOf(findings).map((crash) => crashEntry(crash, heard.causes)),
    segments: segments.map((segment, index) => ({
      start_ms: thousandths(segment.startMs),
      end_ms: thousandths(segment.endMs),
      active: [...segment.active],
      target: rounded(pieces[index]?.target ?? {}),
      host: rounded(pieces[index]?.host ?? {}),
      failures: failuresIn(index, incidents, failed, segments),
    })),
    metrics: {
      target: rounded(whole.target),
      host: rounded(whole.host),
      ...(own === null ? {} : { signals: rounded(own) }),
    },
    ...(constraint === undefined ? {} : { constraint }),
    ...silentPart(heard),
    ...(injections === undefined ? {} : { injections }),
    ...(expectations === undefined ? {} : { expectations: [...expectations] }),
    ...(recovered === null ? {} : { recovery: recoveryOf(recovered) }),
    sampler: samplerPart(heard),
  };
}

function recoveryOf({ atMs, afterMs, saw }: PayloadOf<'target.recovered'>) {
  return { at_ms: thousandths(atMs), after_ms: thousandths(afterMs), saw };
}

function samplerPart({ samples, cadenceMs, missedTicks }: Heard): AmbushPart['sampler'] {
  const rows = Array.from({ length: samples.kept }, (_, row) => row);
  const p99 = nearestRank(samples.figures(rows, 'overhead_ms').sort(), 99);
  return {
    cadence_ms: cadenceMs ?? 0,
    ticks: samples.kept + samples.notKept,
    missed: missedTicks,
    not_kept: samples.notKept,
    overhead_ms_p99: p99 === null ? null : thousandths(p99),
  };
}

function rounded(stats: StatsByMetric): AmbushPart['metrics']['host'] {
  const entries = Object.entries(stats).map(([metric, { samples, min, mean, p95, max }]) => {
    const figures = [min, mean, p95, max].map(millionths);
    const [least = 0, middle = 0, high = 0, most = 0] = figures;
    return [metric, { samples, min: least, mean: middle, p95: high, max: most }];
  });
  return Object.fromEntries(entries);
}
