/**
 * What a report tells of each event of its timeline.
 *
 * @spec timeline phase 2
 */
import type { AmbushPart } from '../report/ambush.ts';
import type { EventFacts } from './event-story.ts';
import { silentFor, silentInReport } from './silence-story.ts';

export function storiesOfReport(part: AmbushPart): readonly EventFacts[] {
  return [...stressStories(part), ...inputStories(part)];
}

function stressStories({ events, unavailable = [] }: AmbushPart): readonly EventFacts[] {
  const silent = silentInReport(unavailable);
  return events.map((event): EventFacts => {
    const { planned, actual, dose } = event;
    const causes = ({ id, led_by = [] }: typeof event) =>
      id !== event.id && led_by.some((step) => step.event === event.id);
    return {
      id: event.id,
      axis: event.axis,
      typed: null,
      plannedMs: planned.start_ms,
      durationMs: planned.end_ms - planned.start_ms,
      waitsFor: event.waits_for ?? null,
      stopsWhen: event.stops_when ?? null,
      decisions: (event.decisions ?? []).map(({ at_ms: atMs, role, held, because, saw }) => ({
        ...{ role, held, atMs, because, saw },
      })),
      lastSaw: event.last_saw ?? null,
      state: event.state,
      startedMs: actual?.start_ms ?? null,
      endedMs: actual?.end_ms ?? null,
      whole: event.whole,
      reason: event.reason ?? null,
      outcome: event.outcome,
      dose: dose && { unit: dose.unit, asked: dose.asked, delivered: dose.delivered },
      throttled: throttledOf(event),
      silent: silentFor(silent, ({ of }) => of === event.id),
      ledBy: (event.led_by ?? []).map(({ at_ms: atMs, type, event: of, eventId }) => ({
        ...{ atMs, type, event: of, eventId },
      })),
      ledTo: events.filter(causes).map(({ id }) => id),
    };
  });
}

function throttledOf({ throttled }: AmbushPart['events'][number]): EventFacts['throttled'] {
  if (throttled === undefined) return null;
  const { times, for_ms: forMs, least, because } = throttled;
  return { times, forMs, least, because };
}

/** The report keeps the outcome of a text, and what held it back; not what led to it. */
function inputStories({ injections, unavailable = [] }: AmbushPart): readonly EventFacts[] {
  const silent = silentInReport(unavailable);
  return (injections?.inputs ?? []).map((input) => {
    const { outcome, deferred_by: heldBy, queue_wait_ms: waitedMs } = input;
    return {
      ...{ id: input.id, axis: `pane ${input.pane}`, plannedMs: input.planned_ms, durationMs: 0 },
      ...{ stopsWhen: null, waitsFor: input.waits_for ?? null },
      // Who was not held back did not wait, which is no wait of no time.
      typed: { outcome, heldBy, waitedMs: heldBy.length === 0 ? null : waitedMs },
      ...{ decisions: [], lastSaw: null, state: input.state },
      ...{ startedMs: input.asked_ms, endedMs: input.ended_ms, whole: true },
      ...{
        reason: input.reason ?? null,
        outcome: null,
        dose: null,
        throttled: null,
        silent: silentFor(silent, ({ of }) => of === input.id),
        ledBy: [],
        ledTo: [],
      },
    };
  });
}
