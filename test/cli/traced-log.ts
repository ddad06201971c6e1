/**
 * Session logs for the views of one, written by the writer of `ambush run --log`: the traced session
 * of a kernel, a run whose target crashed, and a log with holes. Ids are numbered by their first
 * mention, so that what is drawn depends on what was said only.
 */
import type { LoggedEvent } from '../../machines/record/session-line.ts';
import { createSeededRandom } from '../../runtime/host/random.ts';
import { createVirtualClock } from '../../runtime/host/virtual-clock.ts';
import { openSessionLog } from '../../runtime/record/session-log.ts';
import { log, type Told } from '../machines/trace/told.ts';
import { session, traced } from '../machines/trace/traced-session.ts';

export function tracedSession(): readonly LoggedEvent[] {
  return numbered(traced(session));
}

/** `busy` is too much for the target; `quiet` is stopped with it. */
export function crashedRun(): readonly LoggedEvent[] {
  const busy = { clipId: 'busy', axis: 'cpu' };
  const said = (
    id: string,
    type: string,
    at: number,
    by: string | null,
    more: Partial<Told> = {},
  ) => ({
    ...{ id, type, at, by, pane: 'system', source: type.split('.')[0] ?? '' },
    ...more,
  });
  const clip = (id: string, type: string, at: number, by: string | null, payload = {}) =>
    said(id, type, at, by, { of: 'busy', payload: { ...busy, atMs: at - 1_700, ...payload } });
  const plan = {
    track: 'cpu',
    startMs: 2_000,
    durationMs: 7_000,
    unit: 'percent',
    from: 100,
    to: 100,
  };
  const limit = { reason: 'The fair share of the cores is exhausted.' };
  const told: readonly Told[] = [
    said('r', 'run.started', 0, null, {
      source: 'conductor',
      payload: { seed: 42, durationMs: 9_000, timelineHash: 'c3f9', events: 2, cadenceMs: 500 },
    }),
    said('o', 'run.origin.set', 950, 'r', { payload: { countInMs: 750, sinceStartMs: 1_700 } }),
    clip('c', 'clip.scheduled', 955, null, plan),
    clip('w', 'stressor.arm.requested', 1_710.5, 'c'),
    clip('a', 'stressor.armed', 1_780, 'w', { pid: 6951 }),
    clip('m', 'clip.armed', 1_780.4, 'a'),
    clip('s', 'clip.started', 3_700.2, 'm', { skewMs: 0.2 }),
    clip('l', 'stressor.limited', 5_200, 's', limit),
    clip('x', 'target.crashed', 5_510, 's', { life: 1, code: 70, active: ['busy'] }),
    said('e', 'run.stop.requested', 5_512, 'o', {
      payload: { atMs: 3_812, reason: 'target-gone' },
    }),
    clip('t', 'clip.stop.requested', 5_513, 's'),
    clip('d', 'clip.stopped', 5_516, 't', {
      unit: 'percent',
      asked: 100,
      delivered: 25.9,
      detail: {},
    }),
    said('z', 'run.ended', 5_640, 'e', {
      payload: { atMs: 3_940, status: 'completed', leftovers: 0, orphanGuard: 'cgroup.kill' },
    }),
  ];
  return numbered(log(...told));
}

/** What no kernel says: parents that are missing or lie elsewhere, a circle, a hostile hand. */
export function tornLog(): readonly LoggedEvent[] {
  const evil = { text: 'evil \u001b[2J \u202e', 'k\u0007': 1 };
  return numbered(
    log(
      { id: 'y', type: 'typing.activity', of: 'typing', source: 'terminal.js' },
      { id: 'a', type: 'inject.requested', source: 'injection.js', at: 10 },
      { id: 'b', type: 'inject.applied', by: 'lost', at: 20 },
      { id: 'c', type: 'inject.submit.sent', by: 'lost', at: 30 },
      { id: 'd', type: 'focus.locked', by: 'y', at: 40, payload: { owner: 'user' } },
      { id: 'e', type: 'evil.\u0007said', by: 'f', at: 50, source: 'e\u001bvil', payload: evil },
      { id: 'f', type: 'evil.said', by: 'e', at: 60, pane: '\u202e2' },
    ),
  );
}

export function writeLog(path: string, events: readonly LoggedEvent[]): void {
  const clock = createVirtualClock();
  const random = createSeededRandom(3);
  const written = openSessionLog(path, { clock, random }, { by: 'ambush 0.1.0' });
  if ('error' in written) throw new Error(written.error);
  for (const { atMs, ...event } of events) {
    clock.advance(atMs - clock.monotonicMs());
    written.append(event);
  }
  const failed = written.close();
  if (failed !== null) throw new Error(failed);
}

/** The same events under ids that follow from their order. */
function numbered(events: readonly LoggedEvent[]): readonly LoggedEvent[] {
  const ids = new Map<string, string>();
  const idOf = (id: string): string => {
    const known = ids.get(id);
    if (known) return known;
    const made = `${((ids.size * 0x9e3779b1 + 0x5bd1e995) % 2 ** 32).toString(16).padStart(8, '0')}-0000-4000-8000-${String(ids.size).padStart(12, '0')}`;
    ids.set(id, made);
    return made;
  };
  return events.map(({ eventId, correlationId, causationId, payload, ...event }) => ({
    ...event,
    correlationId: idOf(correlationId),
    causationId: causationId === null ? null : idOf(causationId),
    eventId: idOf(eventId),
    payload: 'key' in payload ? { ...payload, key: idOf(String(payload.key)) } : payload,
  }));
}
