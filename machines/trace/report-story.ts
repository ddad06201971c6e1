/**
 * What a report tells of each event of its timeline.
 *
 * @spec timeline phase 2
 */
import type { AmbushPart } from '../report/ambush.ts';
import type { EventFacts } from './event-story.ts';

export function storiesOfReport({ events }: AmbushPart): readonly EventFacts[] {
  return events.map((event): EventFacts => {
    const { planned, actual, dose } = event;
    const causes = ({ id, led_by = [] }: typeof event) =>
      id !== event.id && led_by.some((step) => step.event === event.id);
    return {
      id: event.id,
      axis: event.axis,
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
      ledBy: (event.led_by ?? []).map(({ at_ms: atMs, type, event: of, eventId }) => ({
        ...{ atMs, type, event: of, eventId },
      })),
      ledTo: events.filter(causes).map(({ id }) => id),
    };
  });
}
