/**
 * Finds what a user means by the beginning of an id: an event, or a whole operation.
 *
 * @spec kernel 2
 */
import { type Problem, type Result, refuse, succeed } from '../kernel/problem.ts';
import type { LoggedEvent } from '../record/session-line.ts';

/** Shorter beginnings mean too much: in a log of 1,000 events every third one is ambiguous. */
export const prefixMin = 4;
/** Candidates that are named when there are several. */
const namedMax = 5;

export interface Found {
  readonly correlationId: string;
  /** Null when the id is that of an operation. */
  readonly eventId: string | null;
}

/**
 * One pass over a log, in constant memory. An event is found by the beginning of its id, an
 * operation by that of its correlationId; what is written out in full is never ambiguous.
 */
export function findId(
  events: Iterable<LoggedEvent>,
  prefix: string,
  wanted: 'operation' | 'event',
): Result<Found> {
  if (prefix.length < prefixMin) {
    const message = `Expected at least ${prefixMin} characters of an id, got ${quoted(prefix)}.`;
    return no('ID_TOO_SHORT', message, 'Try more of it; `ambush events FILE` shows the ids.');
  }
  const asked = prefix.toLowerCase();
  const operations = new Map<string, LoggedEvent>();
  const single = new Map<string, LoggedEvent>();
  for (const event of events) {
    const { eventId, correlationId } = event;
    if (eventId.toLowerCase().startsWith(asked)) keep(single, eventId, event, asked);
    if (correlationId.toLowerCase().startsWith(asked))
      keep(operations, correlationId, event, asked);
  }
  return wanted === 'event'
    ? asEvent(single, operations, prefix)
    : asOperation(single, operations, prefix);
}

/** The first of each id; more than can be named are not kept. */
function keep(
  found: Map<string, LoggedEvent>,
  id: string,
  event: LoggedEvent,
  asked: string,
): void {
  if (id.toLowerCase() === asked || found.size <= namedMax) {
    if (!found.has(id)) found.set(id, event);
  }
}

type Matches = ReadonlyMap<string, LoggedEvent>;

function asEvent(single: Matches, operations: Matches, prefix: string): Result<Found> {
  const exact = [...single.values()].find(({ eventId }) => eventId === prefix.toLowerCase());
  if (exact) return found(exact, exact.eventId);
  const [only, ...more] = [...single.values()];
  if (only && more.length === 0) return found(only, only.eventId);
  if (only) return ambiguous(prefix, [...single.values()], 'event');
  const [first, ...others] = [...operations.values()];
  if (first && others.length === 0) return found(first, first.eventId);
  if (first) return ambiguous(prefix, [...operations.values()], 'operation');
  return unknown(prefix, 'event');
}

function asOperation(single: Matches, operations: Matches, prefix: string): Result<Found> {
  const asked = prefix.toLowerCase();
  const exact = operations.get(asked) ?? single.get(asked);
  if (exact) return found(exact, operations.has(asked) ? null : exact.eventId);
  const meant = new Map([...operations.values()].map((event) => [event.correlationId, event]));
  for (const event of single.values()) {
    if (!meant.has(event.correlationId)) meant.set(event.correlationId, event);
  }
  const [only, ...more] = [...meant.values()];
  if (!only) return unknown(prefix, 'operation');
  if (more.length > 0) return ambiguous(prefix, [...meant.values()], 'operation');
  return found(only, operations.size > 0 ? null : ([...single.keys()][0] ?? null));
}

function found({ correlationId }: LoggedEvent, eventId: string | null): Result<Found> {
  return succeed({ correlationId, eventId });
}

function unknown(prefix: string, what: string): Result<never> {
  const message = `Expected the id of an ${what} in this log, got ${quoted(prefix)}.`;
  return no('UNKNOWN_ID', message, 'Try one that `ambush events FILE` shows.');
}

function ambiguous(prefix: string, events: readonly LoggedEvent[], what: 'event' | 'operation') {
  const named = events
    .slice(0, namedMax)
    .map(({ eventId, correlationId, type }) =>
      what === 'event' ? `${eventId} (${type})` : `${correlationId} (${type})`,
    );
  const more = events.length > namedMax ? ' and more' : '';
  const message = `Expected the beginning of one id, got ${quoted(prefix)}, that of several.`;
  return no('AMBIGUOUS_ID', message, `Try one of ${named.join(', ')}${more}.`);
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 64));
}

function no(code: string, message: string, hint: string): Result<never> {
  const problem: Problem = { code, message, hint };
  return refuse([problem]);
}
