/**
 * Every crash and hang with its place: the life, the segment, the events that were active then,
 * and the chain of causes that led there.
 *
 * @spec timeline reporting
 */
import { isCrash } from '../timeline/target.machine.ts';
import type { CrashEntry, LifeReport, SegmentReport } from './ambush.ts';
import type { Causes } from './causes.ts';
import type { Incident } from './heard.ts';
import { thousandths } from './metrics.ts';
import { type Segment, segmentAt } from './segments.ts';
import { list, wasOf } from './wording.ts';

/** An incident with the segment that it fell into. */
export interface Placed extends Incident {
  readonly segment: number | null;
  /** Of the segment; where there is none, as the head told. */
  readonly active: readonly string[];
}

export function placeIncidents(
  incidents: readonly Incident[],
  segments: readonly Segment[],
): Placed[] {
  return incidents.map((incident) => {
    const segment = segmentAt(segments, incident.atMs, incident.told);
    const place = segment === null ? undefined : segments[segment];
    return { ...incident, segment, active: place?.active ?? incident.told };
  });
}

/**
 * A life that ended by a crash of which no event was heard, say because the fold listened too
 * late, is a crash all the same; nothing is known of its causes.
 */
export function unheardCrashes(
  lives: readonly LifeReport[],
  heard: readonly Incident[],
  startedAtMs: number,
  originSinceStartMs: number,
): Incident[] {
  const told = new Set(heard.filter(({ kind }) => kind === 'crash').map(({ life }) => life));
  return lives.flatMap(({ life, end_ms, outcome }) => {
    const { kind, code, signal, core } = outcome;
    const crashed =
      (kind === 'signalled' && isCrash({ kind, signal: signal ?? '' })) ||
      (kind === 'exited' && isCrash({ kind, code: code ?? 0 }));
    if (!crashed || told.has(life)) return [];
    const ts = Math.round(startedAtMs + originSinceStartMs + end_ms);
    const trace = { ts, eventId: '', causationId: null };
    return [{ kind: 'crash', atMs: end_ms, life, told: [], signal, core, code, ...trace }];
  });
}

export function crashEntry(crash: Placed, causes: Causes): CrashEntry {
  const { life, signal, core, code, segment, active, eventId, causationId } = crash;
  const walked = causes.walk(causationId);
  return {
    at_ms: thousandths(crash.atMs),
    life,
    ...(signal === undefined ? {} : { signal }),
    ...(core === undefined ? {} : { core }),
    ...(code === undefined ? {} : { code }),
    segment,
    active: [...active],
    chain: [...walked.chain],
    causes: [...walked.causes],
    eventId: eventId === '' ? null : eventId,
  };
}

/** `SIGSEGV`, `exit status 3`, or why it counts as hung. */
export function howOf(incident: Incident): string {
  if (incident.signal !== undefined) return incident.signal;
  if (incident.code !== undefined) return `exit status ${incident.code}`;
  return incident.reason ?? 'no answer';
}

/** ` while a and b were active`, or that none was. */
export function meanwhile(active: readonly string[]): string {
  if (active.length === 0) return ' while no event was active';
  return ` while ${list(active)} ${wasOf(active)} active`;
}

/** What went wrong in one segment, in the order of time. */
export function failuresIn(
  index: number,
  incidents: readonly Placed[],
  failedEvents: readonly { readonly id: string; readonly atMs: number; readonly reason: string }[],
  segments: readonly Segment[],
): SegmentReport['failures'] {
  const ofTarget = incidents
    .filter(({ kind, segment }) => kind !== 'exit' && segment === index)
    .map((one) => ({
      kind: one.kind === 'hang' ? ('hang' as const) : ('crash' as const),
      at_ms: thousandths(one.atMs),
      detail: howOf(one),
    }));
  const ofEvents = failedEvents
    .filter(({ id, atMs }) => segmentAt(segments, atMs, [id]) === index)
    .map(({ id, atMs, reason }) => ({
      kind: 'event-failed' as const,
      at_ms: thousandths(atMs),
      detail: `${id}: ${reason}`,
    }));
  return [...ofTarget, ...ofEvents].sort((a, b) => a.at_ms - b.at_ms);
}
