/**
 * What can be asked of a session log: what can be asked of the ring, and the time since the session
 * began. Answers come oldest first; a limit keeps the newest.
 *
 * @spec kernel 6
 */
import { matchesPattern } from '../kernel/pattern.ts';
import type { EventQuery } from '../kernel/ring.ts';
import type { LoggedEvent } from './session-line.ts';

export interface LogQuery extends EventQuery {
  /** Monotonic milliseconds since the session began, both ends included. */
  readonly sinceAtMs?: number;
  readonly untilAtMs?: number;
  /** How a correlation id begins, in small letters; those of the id do not matter. */
  readonly correlationStart?: string;
}

/** Whether an event is asked for; the limit is not its concern. */
export function logFilterOf(query: LogQuery): (event: LoggedEvent) => boolean {
  const { paneId, correlationId, correlationStart } = query;
  const { since, until, sinceAtMs, untilAtMs } = query;
  const patterns = patternsOf(query);
  return (event) =>
    (patterns === null || patterns.some((pattern) => matchesPattern(pattern, event.type))) &&
    (paneId === undefined || event.paneId === paneId) &&
    (correlationId === undefined || event.correlationId === correlationId) &&
    (correlationStart === undefined ||
      event.correlationId.toLowerCase().startsWith(correlationStart)) &&
    (since === undefined || event.ts >= since) &&
    (until === undefined || event.ts <= until) &&
    (sinceAtMs === undefined || event.atMs >= sinceAtMs) &&
    (untilAtMs === undefined || event.atMs <= untilAtMs);
}

/** The patterns asked for; null when every type will do. */
export function patternsOf({ type, types }: LogQuery): readonly string[] | null {
  if (type === undefined && types === undefined) return null;
  return [...(types ?? []), ...(type === undefined ? [] : [type])];
}

/** The events that are asked for, in the order in which they come. */
export function* select(
  events: Iterable<LoggedEvent>,
  query: LogQuery,
): Generator<LoggedEvent, undefined> {
  const accept = logFilterOf(query);
  const { limit } = query;
  if (limit === undefined) {
    for (const event of events) if (accept(event)) yield event;
    return;
  }
  // A limit needs the end first; only the newest are kept meanwhile.
  const kept: LoggedEvent[] = [];
  let next = 0;
  for (const event of events) {
    if (limit <= 0 || !accept(event)) continue;
    kept[next] = event;
    next = (next + 1) % limit;
  }
  if (kept.length < limit) next = 0;
  for (let at = 0; at < kept.length; at += 1) {
    const event = kept[(next + at) % kept.length];
    if (event) yield event;
  }
}
