/**
 * What became of every event of the timeline: planned and actual times, the dose asked and
 * delivered, and what happened to the target meanwhile.
 *
 * @spec timeline reporting
 */
import { doseShareMin, type Intensity } from '../timeline/axis.ts';
import { startText } from '../timeline/condition/judge.ts';
import { wishText } from '../timeline/condition/wish.ts';
import type { Level, Percent } from '../timeline/level.ts';
import type { Plan, PlannedEvent } from '../timeline/timeline.ts';
import type { EventReport } from './ambush.ts';
import type { ClipRecord, Heard } from './heard.ts';
import { thousandths } from './metrics.ts';
import type { Span } from './segments.ts';
import { ruleStopped, seconds } from './wording.ts';

/** An event stops within this time of being told; a shorter run is one that was cut short. */
const stopToleranceMs = 250;
/** For a short event, at most this share of its length. */
const stopToleranceShare = 0.1;

/** Stress that was stopped within one tick was not measured once: it proves nothing. */
const evidenceMinMs = 500;

/** The time in which an event's stress was on, null when it never was. */
export function spanOf(
  event: PlannedEvent,
  clip: Readonly<ClipRecord>,
  endMs: number,
): Span | null {
  if (!clip.started) return null;
  const startMs = clip.started.atMs;
  const stopMs = clip.stopped?.atMs ?? clip.failed?.atMs ?? endMs;
  return { id: event.id, startMs, endMs: Math.max(startMs, stopMs) };
}

export function eventReports(input: {
  readonly plan: Plan;
  readonly heard: Heard;
  readonly endMs: number;
  readonly outcomeOf: (span: Span) => EventReport['outcome'];
}): EventReport[] {
  const { plan, heard, endMs, outcomeOf } = input;
  return plan.events.map((event) => {
    const clip = heard.clip(event.id);
    const span = spanOf(event, clip, endMs);
    const whole = isWhole(event, clip, span);
    const { state, reason } = fateOf(event, clip, span, whole);
    const outcome = span === null ? null : outcomeOf(span);
    const isUnproved = span !== null && outcome === 'survived' && isStoppedAtOnce(clip, span);
    return {
      id: event.id,
      axis: event.axis,
      track: plan.lanes[event.lane]?.name ?? event.axis,
      state,
      ...(event.start === undefined
        ? {}
        : { waits_for: startText(event.start), condition_met: clip.met }),
      ...decisionsOf(event, clip, heard),
      outcome: isUnproved ? null : outcome,
      ...(reason === undefined ? {} : { reason }),
      ...(clip.stoppedByRule === null ? {} : { stopped_by: 'constraint' as const }),
      planned: { start_ms: event.startMs, end_ms: event.startMs + event.durationMs },
      actual: span
        ? { start_ms: thousandths(span.startMs), end_ms: thousandths(span.endMs) }
        : null,
      start_skew_ms: clip.started ? thousandths(clip.started.skewMs) : null,
      whole,
      intensity: intensityText(event.intensity),
      dose: span ? doseOfClip(event, clip) : null,
      ...throttledOf(clip, endMs),
      cause: clip.started?.cause ?? null,
    };
  });
}

/** What the conditions of an event came to, and how; nothing for one without. */
function decisionsOf(
  { start, stop }: PlannedEvent,
  { decisions, lastSaw, started }: Readonly<ClipRecord>,
  { causes }: Heard,
): Pick<EventReport, 'stops_when' | 'decisions' | 'last_saw' | 'led_by'> {
  const steps = start === undefined || !started ? [] : causes.steps(started.cause);
  return {
    ...(stop === undefined ? {} : { stops_when: wishText(stop) }),
    ...(decisions.length === 0
      ? {}
      : {
          decisions: decisions.map(({ role, held, atMs, because, saw, cause }) => ({
            ...{ role, held, at_ms: thousandths(atMs), because, saw: { ...saw }, cause },
          })),
        }),
    ...(lastSaw === null ? {} : { last_saw: { ...lastSaw } }),
    ...(steps.length === 0
      ? {}
      : {
          led_by: steps.map(({ atMs, type, clipId, eventId }) => ({
            ...{ at_ms: thousandths(atMs), type, event: clipId, eventId },
          })),
        }),
  };
}

/** It ran as long as it was to, but for the time that a stop may take. */
export function isWholeRun(ranMs: number, durationMs: number): boolean {
  const tolerance = Math.min(stopToleranceMs, durationMs * stopToleranceShare);
  return ranMs >= durationMs - tolerance;
}

/** Nothing asked is nothing proved. */
export function isEnough(asked: number, delivered: number): boolean {
  return asked > 0 && delivered >= asked * doseShareMin;
}

function isWhole(event: PlannedEvent, clip: Readonly<ClipRecord>, span: Span | null): boolean {
  if (!span || !clip.stopped || clip.failed) return false;
  if (isStoppedEarly(clip)) return !isStoppedAtOnce(clip, span);
  return isWholeRun(span.endMs - span.startMs, event.durationMs);
}

function isStoppedEarly(clip: Readonly<ClipRecord>): boolean {
  return clip.stoppedBy !== null || clip.stoppedByRule !== null;
}

function isStoppedAtOnce(clip: Readonly<ClipRecord>, { startMs, endMs }: Span): boolean {
  return isStoppedEarly(clip) && endMs - startMs < evidenceMinMs;
}

function fateOf(
  event: PlannedEvent,
  clip: Readonly<ClipRecord>,
  span: Span | null,
  whole: boolean,
): { readonly state: EventReport['state']; readonly reason?: string } {
  if (clip.failed) return { state: 'failed', reason: clip.failed.reason };
  if (!span) {
    const stopped = clip.stopped ? 'it was stopped before it began' : null;
    return {
      state: 'skipped',
      reason: clip.skipped ?? stopped ?? 'the run ended before it could start',
    };
  }
  if (!clip.stopped) return { state: 'failed', reason: 'nothing was heard of its end' };
  const ranMs = span.endMs - span.startMs;
  const atOnce = isStoppedAtOnce(clip, span)
    ? `, after ${seconds(ranMs)}: too soon to prove anything`
    : '';
  if (clip.stoppedBy !== null) {
    return { state: 'done', reason: `stopped when ${clip.stoppedBy}${atOnce}` };
  }
  if (clip.stoppedByRule !== null) {
    return { state: 'done', reason: `${ruleStopped}${clip.stoppedByRule}${atOnce}` };
  }
  if (whole) return { state: 'done' };
  return { state: 'done', reason: cutShortText(ranMs, event.durationMs) };
}

export function cutShortText(ranMs: number, durationMs: number): string {
  return `cut short: it ran ${seconds(ranMs)} of ${seconds(durationMs)}`;
}

function throttledOf(
  { throttle }: Readonly<ClipRecord>,
  endMs: number,
): Pick<EventReport, 'throttled'> {
  const told = throttle.told(endMs);
  if (told === null) return {};
  const { times, forMs, least, because } = told;
  return { throttled: { times, for_ms: thousandths(forMs), least, because } };
}

function doseOfClip(event: PlannedEvent, clip: Readonly<ClipRecord>): EventReport['dose'] {
  if (!clip.stopped) return null;
  const { asked, delivered, detail } = clip.stopped.account;
  return {
    unit: event.dose.unit,
    asked,
    delivered,
    ok: isEnough(asked, delivered),
    detail: { ...detail },
    limited: [...clip.limited],
  };
}

export function intensityText(intensity: Intensity): EventReport['intensity'] {
  if (typeof intensity === 'object' && 'by' in intensity) {
    const { from, to, by, between } = intensity;
    return { from: pointText(from), to: pointText(to), by, between: [...between] };
  }
  if (typeof intensity === 'object' && 'shape' in intensity) {
    const { shape, from, to, steps, everyMs, width } = intensity;
    return {
      shape,
      from: pointText(from),
      to: pointText(to),
      ...(steps === undefined ? {} : { steps }),
      ...(everyMs === undefined ? {} : { every_ms: everyMs }),
      ...(width === undefined ? {} : { width }),
    };
  }
  return pointText(intensity);
}

function pointText(point: Level | Percent): string {
  return typeof point === 'string' ? point : `${point.percent}%`;
}
