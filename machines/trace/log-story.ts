/**
 * What a session log of a run tells of each event of its timeline: a fold in one pass.
 *
 * @spec timeline phase 2
 */
import type { Envelope } from '../kernel/envelope.ts';
import { type AmbushEvent, isEventType, type PayloadOf } from '../kernel/events/registry.ts';
import { createCauses } from '../report/causes.ts';
import { cutShortText, isWholeRun } from '../report/events.ts';
import { createThrottleRecord, type ThrottleRecord } from '../report/throttle.ts';
import { ruleStopped } from '../report/wording.ts';
import type { ConditionWord, EventFacts } from './event-story.ts';
import { createSilenceRecord, silentFor } from './silence-story.ts';

type Draft = { -readonly [Key in keyof EventFacts]: EventFacts[Key] } & {
  decisions: ConditionWord[];
  correlationId: string | null;
  cause: string | null;
  readonly throttle: ThrottleRecord;
};

/** What befell the target last is the worst that an event can end as. */
const ranks = ['survived', 'exit', 'hang', 'crash'];
const befallen: Readonly<Record<string, string>> = {
  'target.exited': 'exit',
  'target.hung': 'hang',
  'target.crashed': 'crash',
};

/** A life of the target, in offsets; without an end it goes on. */
interface Life {
  startMs: number;
  endMs: number;
}

/** One for each event that the log says to be planned, in the order of the plan. */
export function storiesOfLog(events: Iterable<Envelope>): readonly EventFacts[] {
  const drafts = new Map<string, Draft>();
  const lives: Life[] = [];
  const causes = createCauses();
  const silence = createSilenceRecord();
  let lastMs = 0;
  for (const envelope of events) {
    if (!isEventType(envelope.type)) continue;
    causes.remember(envelope);
    if ('atMs' in envelope.payload) lastMs = Number(envelope.payload.atMs);
    take(drafts, envelope as AmbushEvent);
    live(lives, envelope as AmbushEvent);
    silence.take(envelope as AmbushEvent);
  }
  const led = new Map(
    [...drafts.values()].map(({ id, cause, waitsFor }) => [
      id,
      waitsFor === null ? [] : causes.steps(cause),
    ]),
  );
  return [...drafts.values()].map(({ cause: _, correlationId: __, throttle, ...facts }) => ({
    ...facts,
    throttled: throttle.told(facts.endedMs ?? lastMs),
    outcome: facts.typed === null && hasLived(facts, lives) ? facts.outcome : null,
    whole: facts.whole && facts.state === 'done',
    reason: facts.reason ?? cutShort(facts),
    silent: silentFor(silence.told(), ({ of }) => of === facts.id),
    ledBy: (led.get(facts.id) ?? []).map(({ atMs, type, clipId: event, eventId }) => ({
      ...{ atMs, type, event, eventId },
    })),
    ledTo: [...led].flatMap(([id, steps]) =>
      id !== facts.id && steps.some(({ clipId }) => clipId === facts.id) ? [id] : [],
    ),
  }));
}

/** As the report says it. */
function cutShort({ state, whole, startedMs, endedMs, durationMs, typed }: EventFacts) {
  if (state !== 'done' || whole || typed !== null || startedMs === null || endedMs === null) {
    return null;
  }
  return cutShortText(endedMs - startedMs, durationMs);
}

/** What came before the origin counted from the start of the run, and is moved when it is known. */
function live(lives: Life[], { type, payload }: AmbushEvent): void {
  const last = lives.at(-1);
  if (type === 'target.started') {
    lives.push({ startMs: payload.atMs, endMs: Number.POSITIVE_INFINITY });
  } else if (type === 'target.ended' && last) last.endMs = payload.atMs;
  else if (type === 'run.origin.set') {
    for (const life of lives) life.startMs -= payload.sinceStartMs;
  }
}

function hasLived(
  { startedMs, endedMs }: Pick<EventFacts, 'startedMs' | 'endedMs'>,
  lives: readonly Life[],
): boolean {
  if (startedMs === null) return false;
  const endMs = endedMs ?? Number.POSITIVE_INFINITY;
  return lives.some((life) => life.startMs < endMs && life.endMs > startedMs);
}

function take(drafts: Map<string, Draft>, event: AmbushEvent): void {
  if (event.type === 'clip.scheduled') {
    const draft = planned(event.payload);
    drafts.set(event.payload.clipId, draft);
    draft.throttle.take(event);
    return;
  }
  if (event.type === 'input.scheduled') {
    drafts.set(event.payload.clipId, plannedInput(event.payload, event.correlationId));
    return;
  }
  if (event.type.startsWith('inject.')) {
    const typed = [...drafts.values()].find(
      ({ correlationId }) => correlationId === event.correlationId,
    );
    if (typed) noteInjection(typed, event);
    return;
  }
  const worst = befallen[event.type];
  if (worst !== undefined && 'active' in event.payload) {
    for (const id of event.payload.active) befell(drafts.get(id), worst);
  }
  const draft = 'clipId' in event.payload ? drafts.get(event.payload.clipId) : undefined;
  if (draft === undefined) return;
  note(draft, event);
  draft.throttle.take(event);
}

function planned(payload: PayloadOf<'clip.scheduled'>): Draft {
  const { clipId: id, axis, startMs: plannedMs, durationMs, waitsFor, stopsWhen } = payload;
  return {
    ...{ id, axis, typed: null, plannedMs, durationMs, correlationId: null },
    waitsFor: waitsFor ?? null,
    stopsWhen: stopsWhen ?? null,
    ...{ decisions: [], lastSaw: null, state: 'open', startedMs: null, endedMs: null },
    ...{
      whole: false,
      reason: null,
      outcome: 'survived',
      dose: null,
      throttled: null,
      silent: [],
      ledBy: [],
      ledTo: [],
    },
    ...{ cause: null, throttle: createThrottleRecord() },
  };
}

function plannedInput(
  { clipId: id, pane, startMs: plannedMs, waitsFor }: PayloadOf<'input.scheduled'>,
  correlationId: string,
): Draft {
  return {
    ...{ id, axis: `pane ${pane}`, plannedMs, durationMs: 0, stopsWhen: null },
    waitsFor: waitsFor ?? null,
    typed: { outcome: null, heldBy: [], waitedMs: null },
    ...{ decisions: [], lastSaw: null, state: 'open', startedMs: null, endedMs: null },
    ...{
      whole: true,
      reason: null,
      outcome: null,
      dose: null,
      throttled: null,
      silent: [],
      ledBy: [],
      ledTo: [],
    },
    ...{ cause: null, correlationId, throttle: createThrottleRecord() },
  };
}

function noteInjection(draft: Draft, { type, payload }: AmbushEvent): void {
  const { typed } = draft;
  if (typed === null) return;
  if (type === 'inject.deferred') {
    draft.typed = { ...typed, heldBy: payload.reasons.map(({ contractId }) => contractId) };
  } else if (type === 'inject.resumed') draft.typed = { ...typed, waitedMs: payload.waitedMs };
}

function befell(draft: Draft | undefined, worst: string): void {
  if (draft && ranks.indexOf(worst) > ranks.indexOf(draft.outcome ?? '')) draft.outcome = worst;
}

function note(draft: Draft, { type, payload, causationId }: AmbushEvent): void {
  switch (type) {
    case 'condition.met':
    case 'condition.missed': {
      const { atMs, because, saw } = payload;
      const role = 'role' in payload ? payload.role : 'start';
      draft.decisions.push({ role, held: type === 'condition.met', atMs, because, saw });
      return;
    }
    case 'clip.started':
      draft.startedMs = payload.atMs;
      draft.cause = causationId;
      return;
    case 'clip.stop.requested':
      if (payload.rule !== undefined) draft.reason = `${ruleStopped}${payload.rule}`;
      return;
    case 'clip.stopped': {
      const { unit, asked, delivered, atMs, saw = null } = payload;
      Object.assign(draft, { endedMs: atMs, state: 'done', lastSaw: saw });
      draft.dose = { unit, asked, delivered };
      const ranMs = atMs - (draft.startedMs ?? atMs);
      const isStopped = draft.decisions.some(({ role }) => role === 'stop');
      draft.whole = isStopped || isWholeRun(ranMs, draft.durationMs);
      return;
    }
    case 'clip.skipped':
      Object.assign(draft, { state: 'skipped', reason: payload.reason });
      draft.lastSaw = payload.saw ?? null;
      return;
    case 'input.due':
      draft.startedMs = payload.atMs;
      draft.cause = payload.metBy ?? null;
      return;
    case 'input.settled':
      Object.assign(draft, {
        endedMs: payload.atMs,
        state: 'done',
        reason: payload.reason ?? null,
      });
      if (draft.typed) draft.typed = { ...draft.typed, outcome: payload.outcome };
      return;
    case 'input.skipped':
      Object.assign(draft, { state: 'skipped', reason: payload.reason });
      draft.lastSaw = payload.saw ?? null;
      return;
    case 'clip.failed':
      Object.assign(draft, { state: 'failed', reason: payload.reason });
      if (draft.startedMs !== null) draft.endedMs = payload.atMs;
      return;
  }
}
