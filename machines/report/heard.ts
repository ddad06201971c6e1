/**
 * What a report remembers of the envelopes it is given: one record per event of the timeline,
 * the target's crashes, hangs and ends, the samples as columns, and the possible causes. The
 * envelopes themselves are let go, so that a day's run stays small.
 *
 * @spec timeline reporting
 */
import type { DoseAccount } from '../hands/messages.ts';
import type { Envelope } from '../kernel/envelope.ts';
import { type AmbushEvent, isEventType, type PayloadOf } from '../kernel/events/registry.ts';
import { type Causes, createCauses } from './causes.ts';
import { type ConstraintRecord, createConstraintRecord } from './constraint.ts';
import { createExpectationRecord, type ExpectationRecord } from './expectations.ts';
import { createInjectionRecord, type InjectionRecord } from './injection-record.ts';
import { createSamples, type Samples } from './samples.ts';
import { createThrottleRecord, type ThrottleRecord } from './throttle.ts';

/** Beyond these, crashes, hangs, ends and lives are not kept one by one. */
export const incidentsMax = 1_000;
/** Different words in which one stressor told of a limit. */
export const limitsMax = 8;

/** What was decided about an event by a condition. */
export interface DecisionRecord {
  readonly role: 'start' | 'stop';
  readonly held: boolean;
  readonly atMs: number;
  readonly because: string;
  readonly saw: PayloadOf<'condition.met'>['saw'];
  readonly cause: string | null;
}

export interface SilentSignal {
  readonly told: PayloadOf<'signal.unavailable'>;
  /** Offset at which it had a figure after all. */
  readonly untilMs: number | null;
}

export interface ClipRecord {
  started: { readonly atMs: number; readonly skewMs: number; readonly cause: string | null } | null;
  stopped: { readonly atMs: number; readonly account: DoseAccount } | null;
  skipped: string | null;
  /** What it waited for held. */
  met: boolean;
  /** The condition of its own that ended it before its time. */
  stoppedBy: string | null;
  /** The rule of a constraint that did. */
  stoppedByRule: string | null;
  failed: { readonly atMs: number; readonly reason: string } | null;
  readonly limited: Set<string>;
  readonly throttle: ThrottleRecord;
  readonly decisions: DecisionRecord[];
  /** What a condition that did not hold saw last. */
  lastSaw: PayloadOf<'clip.skipped'>['saw'] | null;
}

/** Something that happened to the target. */
export interface Incident {
  readonly kind: 'crash' | 'hang' | 'exit';
  readonly atMs: number;
  readonly life: number;
  /** Ids of the events that the head held for active. */
  readonly told: readonly string[];
  readonly signal?: string | undefined;
  readonly core?: boolean | undefined;
  readonly code?: number | undefined;
  readonly reason?: string | undefined;
  /** Wall-clock time. */
  readonly ts: number;
  readonly eventId: string;
  readonly causationId: string | null;
}

export interface Heard {
  take(envelope: Envelope): void;
  clip(id: string): Readonly<ClipRecord>;
  readonly incidents: readonly Incident[];
  readonly crashesNotKept: number;
  readonly samples: Samples;
  readonly constraint: ConstraintRecord;
  /** Signals without a figure, by name. */
  readonly silent: ReadonlyMap<string, SilentSignal>;
  readonly injections: InjectionRecord;
  readonly expectations: ExpectationRecord;
  readonly missedTicks: number;
  readonly causes: Causes;
  readonly droppedTelemetry: number;
  readonly runId: string | null;
  readonly cadenceMs: number | null;
  /** Offset of the origin from the start of the run; null until it was set. */
  readonly originSinceStartMs: number | null;
  readonly stop: PayloadOf<'run.stop.requested'> | null;
  /** What the timeline names as the end of the run held. */
  readonly abort: PayloadOf<'run.abort.requested'> | null;
  /** The latest offset that anything told. */
  readonly lastAtMs: number;
  readonly lives: readonly PayloadOf<'target.ended'>[];
  /** Wall-clock time of the start of the run; null when it was not heard. */
  readonly startedAtMs: number | null;
  readonly ended: PayloadOf<'run.ended'> | null;
}

type Of<Type extends AmbushEvent['type']> = Extract<AmbushEvent, { readonly type: Type }>;
/** What grows. */
type Kept = 'clip' | 'incidents' | 'lives' | 'silent';
/** The same, open for writing. */
type Ledger = { -readonly [Key in Exclude<keyof Heard, Kept>]: Heard[Key] } & {
  readonly clip: (id: string) => ClipRecord;
  readonly incidents: Incident[];
  readonly lives: PayloadOf<'target.ended'>[];
  readonly silent: Map<string, SilentSignal>;
};

export function createHeard(): Heard {
  const clips = new Map<string, ClipRecord>();
  const ledger: Ledger = {
    take: (envelope) => take(ledger, envelope),
    clip(id) {
      const known = clips.get(id);
      if (known) return known;
      const made: ClipRecord = {
        ...{ started: null, stopped: null, skipped: null, failed: null, lastSaw: null },
        ...{ met: false, stoppedBy: null, stoppedByRule: null, decisions: [] },
        ...{ limited: new Set<string>(), throttle: createThrottleRecord() },
      };
      clips.set(id, made);
      return made;
    },
    incidents: [],
    crashesNotKept: 0,
    samples: createSamples(),
    constraint: createConstraintRecord(),
    silent: new Map(),
    injections: createInjectionRecord(),
    expectations: createExpectationRecord(),
    ...{ missedTicks: 0, droppedTelemetry: 0, lastAtMs: 0 },
    causes: createCauses(),
    runId: null,
    cadenceMs: null,
    originSinceStartMs: null,
    stop: null,
    abort: null,
    lives: [],
    startedAtMs: null,
    ended: null,
  };
  return ledger;
}

function take(ledger: Ledger, envelope: Envelope): void {
  if (!isEventType(envelope.type)) return;
  const event = envelope as AmbushEvent;
  ledger.causes.remember(envelope);
  if ('atMs' in event.payload) ledger.lastAtMs = Math.max(ledger.lastAtMs, event.payload.atMs);
  takeClip(ledger, event);
  takeTarget(ledger, event);
  takeRun(ledger, event);
  ledger.constraint.take(event);
  ledger.injections.take(event);
  ledger.expectations.take(event);
}

function takeClip({ clip }: Ledger, event: AmbushEvent): void {
  if ('clipId' in event.payload) clip(event.payload.clipId).throttle.take(event);
  switch (event.type) {
    case 'clip.started': {
      const { atMs, clipId, skewMs } = event.payload;
      clip(clipId).started ??= { atMs, skewMs, cause: event.causationId };
      return;
    }
    case 'clip.stopped': {
      const { atMs, clipId, asked, delivered, detail } = event.payload;
      clip(clipId).stopped ??= { atMs, account: { asked, delivered, detail } };
      clip(clipId).lastSaw ??= event.payload.saw ?? null;
      return;
    }
    case 'condition.met':
    case 'condition.missed':
      takeDecision(clip(event.payload.clipId), event);
      return;
    case 'clip.skipped': {
      const { clipId, reason, saw = null } = event.payload;
      clip(clipId).skipped ??= reason;
      clip(clipId).lastSaw ??= saw;
      return;
    }
    case 'clip.stop.requested':
      clip(event.payload.clipId).stoppedByRule ??= event.payload.rule ?? null;
      return;
    case 'clip.failed':
      clip(event.payload.clipId).failed ??= event.payload;
      return;
    case 'stressor.limited': {
      const { limited } = clip(event.payload.clipId);
      if (limited.size < limitsMax) limited.add(event.payload.reason);
      return;
    }
  }
}

/** Nothing is decided twice, so that there are two at most. */
function takeDecision(
  record: ClipRecord,
  { type, payload, causationId: cause }: Of<'condition.met' | 'condition.missed'>,
): void {
  const { atMs, because, saw } = payload;
  const held = type === 'condition.met';
  const role = 'role' in payload ? payload.role : 'start';
  record.decisions.push({ role, held, atMs, because, saw, cause });
  if (held && role === 'start') record.met = true;
  if (held && role === 'stop') record.stoppedBy ??= because;
}

function takeTarget(ledger: Ledger, event: AmbushEvent): void {
  switch (event.type) {
    case 'target.ended':
      if (ledger.lives.length < incidentsMax) ledger.lives.push(event.payload);
      return;
    case 'target.crashed':
      keep(ledger, 'crash', event);
      return;
    case 'target.hung':
      keep(ledger, 'hang', event);
      return;
    case 'target.exited':
      keep(ledger, 'exit', event);
      return;
  }
}

/** Counted apart beyond the limit are crashes only: they decide, hangs and ends repeat. */
function keep(
  ledger: Ledger,
  kind: Incident['kind'],
  event: Of<'target.crashed' | 'target.hung' | 'target.exited'>,
): void {
  if (ledger.incidents.length >= incidentsMax) {
    if (kind === 'crash') ledger.crashesNotKept += 1;
    return;
  }
  const { active: told, ...facts } = event.payload;
  const { ts, eventId, causationId } = event;
  ledger.incidents.push({ kind, told, ...facts, ts, eventId, causationId });
}

function takeRun(ledger: Ledger, event: AmbushEvent): void {
  switch (event.type) {
    case 'run.started':
      Object.assign(ledger, { runId: event.correlationId, startedAtMs: event.ts });
      ledger.cadenceMs = event.payload.cadenceMs;
      return;
    case 'run.origin.set':
      moveOrigin(ledger, event.payload.sinceStartMs);
      return;
    case 'run.stop.requested':
      ledger.stop ??= event.payload;
      return;
    case 'run.abort.requested':
      ledger.abort ??= event.payload;
      return;
    case 'run.ended':
      ledger.ended = event.payload;
      return;
    case 'sample.taken':
      ledger.samples.append(event.payload);
      ledger.missedTicks += event.payload.missed;
      return;
    case 'signal.unavailable':
      ledger.silent.set(event.payload.signal, { told: event.payload, untilMs: null });
      return;
    case 'signal.available': {
      const known = ledger.silent.get(event.payload.signal);
      if (known) ledger.silent.set(known.told.signal, { ...known, untilMs: event.payload.atMs });
      return;
    }
    case 'event.dropped':
      if (isTelemetryStage(event.payload.stage)) {
        ledger.droppedTelemetry += event.payload.droppedCount;
      }
      return;
  }
}

/** The kernel also tells messages that it does not believe as dropped. */
export function isTelemetryStage(stage: string): boolean {
  return stage === 'bus.lane-b' || stage === 'lane-b' || stage === 'hands.answers';
}

/** What came before the origin counted from the start of the run. */
function moveOrigin(ledger: Ledger, sinceStartMs: number): void {
  ledger.originSinceStartMs = sinceStartMs;
  ledger.lastAtMs = 0;
  for (const [index, one] of ledger.incidents.entries()) {
    ledger.incidents[index] = { ...one, atMs: one.atMs - sinceStartMs };
  }
  for (const [index, life] of ledger.lives.entries()) {
    const { atMs, startMs } = life;
    ledger.lives[index] = { ...life, atMs: atMs - sinceStartMs, startMs: startMs - sinceStartMs };
  }
}
