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
import { createSamples, type Samples } from './samples.ts';

/** Beyond these, crashes and hangs are counted and not kept one by one. */
export const incidentsMax = 1_000;
/** Different words in which one stressor told of a limit. */
export const limitsMax = 8;

export interface ClipRecord {
  started: { readonly atMs: number; readonly skewMs: number; readonly cause: string | null } | null;
  stopped: { readonly atMs: number; readonly account: DoseAccount } | null;
  skipped: string | null;
  failed: { readonly atMs: number; readonly reason: string } | null;
  readonly limited: Set<string>;
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
  readonly incidentsNotKept: number;
  readonly samples: Samples;
  readonly missedTicks: number;
  readonly causes: Causes;
  readonly droppedTelemetry: number;
  readonly runId: string | null;
  readonly cadenceMs: number | null;
  /** Offset of the origin from the start of the run; null until it was set. */
  readonly originSinceStartMs: number | null;
  readonly stop: PayloadOf<'run.stop.requested'> | null;
  readonly endedAtMs: number | null;
  /** The latest offset that anything told. */
  readonly lastAtMs: number;
  /** Offset at which the first life was told to have started. */
  readonly firstLife: { readonly life: number; readonly atMs: number } | null;
}

type Open<Value> = { -readonly [Key in keyof Value]: Value[Key] };
type Of<Type extends AmbushEvent['type']> = Extract<AmbushEvent, { readonly type: Type }>;

export function createHeard(): Heard {
  const clips = new Map<string, ClipRecord>();
  const incidents: Incident[] = [];
  const heard: Open<Heard> = {
    take,
    clip,
    incidents,
    incidentsNotKept: 0,
    samples: createSamples(),
    missedTicks: 0,
    causes: createCauses(),
    droppedTelemetry: 0,
    runId: null,
    cadenceMs: null,
    originSinceStartMs: null,
    stop: null,
    endedAtMs: null,
    lastAtMs: 0,
    firstLife: null,
  };

  function take(envelope: Envelope): void {
    if (!isEventType(envelope.type)) return;
    const event = envelope as AmbushEvent;
    heard.causes.remember(envelope);
    if ('atMs' in event.payload) heard.lastAtMs = Math.max(heard.lastAtMs, event.payload.atMs);
    takeClip(event);
    takeTarget(event);
    takeRun(event);
  }

  function clip(id: string): ClipRecord {
    const known = clips.get(id);
    if (known) return known;
    const fresh = { started: null, stopped: null, skipped: null, failed: null };
    const made = { ...fresh, limited: new Set<string>() };
    clips.set(id, made);
    return made;
  }

  function takeClip(event: AmbushEvent): void {
    switch (event.type) {
      case 'clip.started':
        startClip(event);
        return;
      case 'clip.stopped': {
        const { atMs, clipId, asked, delivered, detail } = event.payload;
        clip(clipId).stopped ??= { atMs, account: { asked, delivered, detail } };
        return;
      }
      case 'clip.skipped':
        clip(event.payload.clipId).skipped ??= event.payload.reason;
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

  function startClip({ payload, causationId }: Of<'clip.started'>): void {
    const { atMs, clipId, skewMs } = payload;
    clip(clipId).started ??= { atMs, skewMs, cause: causationId };
  }

  function takeTarget(event: AmbushEvent): void {
    switch (event.type) {
      case 'target.started':
        heard.firstLife ??= event.payload;
        return;
      case 'target.crashed':
        keep('crash', event);
        return;
      case 'target.hung':
        keep('hang', event);
        return;
      case 'target.exited':
        keep('exit', event);
        return;
    }
  }

  function keep(
    kind: Incident['kind'],
    event: Of<'target.crashed' | 'target.hung' | 'target.exited'>,
  ): void {
    if (incidents.length >= incidentsMax) {
      heard.incidentsNotKept += 1;
      return;
    }
    const { active: told, ...facts } = event.payload;
    const { ts, eventId, causationId } = event;
    incidents.push({ kind, told, ...facts, ts, eventId, causationId });
  }

  function takeRun(event: AmbushEvent): void {
    switch (event.type) {
      case 'run.started':
        heard.runId = event.correlationId;
        heard.cadenceMs = event.payload.cadenceMs;
        return;
      case 'run.origin.set':
        moveOrigin(event.payload.sinceStartMs);
        return;
      case 'run.stop.requested':
        heard.stop ??= event.payload;
        return;
      case 'run.ended':
        heard.endedAtMs = event.payload.atMs;
        return;
      case 'sample.taken':
        heard.samples.append(event.payload);
        heard.missedTicks += event.payload.missed;
        return;
      case 'event.dropped':
        heard.droppedTelemetry += event.payload.droppedCount;
        return;
    }
  }

  /** What was told before the origin counted from the start of the run; here it is moved. */
  function moveOrigin(sinceStartMs: number): void {
    heard.originSinceStartMs = sinceStartMs;
    heard.lastAtMs = 0;
    for (const [index, one] of incidents.entries()) {
      incidents[index] = { ...one, atMs: one.atMs - sinceStartMs };
    }
    const { firstLife } = heard;
    if (firstLife) heard.firstLife = { ...firstLife, atMs: firstLife.atMs - sinceStartMs };
  }

  return heard;
}
