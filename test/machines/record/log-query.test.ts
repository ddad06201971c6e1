/**
 * Goal: what is asked for comes, oldest first, and a limit keeps the newest.
 * Method: small logs drawn by chance, beside a filter and a slice written down plainly.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type LogQuery, select } from '../../../machines/record/log-query.ts';
import type { LoggedEvent } from '../../../machines/record/session-line.ts';

const some = <Value>(...values: readonly Value[]) => fc.constantFrom(...values);
/** Mostly left out: of events that must pass nine filters at once none is left. */
const optional = <Value>(values: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: values });
const type = some('clip.started', 'clip.stopped', 'clipped.off', 'target.ready');

const events = fc.array(
  fc
    .record({ type, paneId: some('1', '2'), correlationId: some('aaaa-1', 'aaab-2', 'b') })
    .chain((told) =>
      fc.record({ ts: fc.nat(9), atMs: fc.nat(9) }).map((at) => ({ ...told, ...at })),
    ),
  { maxLength: 12 },
);
const queries = fc.record({
  type: optional(type),
  types: optional(fc.array(some('clip.*', '*', 'target.ready', 'none'), { maxLength: 2 })),
  paneId: optional(some('1', '3')),
  correlationId: optional(some('aaaa-1', 'aaa')),
  correlationStart: optional(some('aaa', 'aaaa', 'c')),
  since: optional(fc.nat(9)),
  until: optional(fc.nat(9)),
  sinceAtMs: optional(fc.nat(9)),
  untilAtMs: optional(fc.nat(9)),
  limit: optional(fc.nat(5)),
});

/** A query in which nothing is undefined. */
function asked(query: object): LogQuery {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}

function plainly(all: readonly LoggedEvent[], query: LogQuery): readonly LoggedEvent[] {
  const { since = 0, until = 99, sinceAtMs = 0, untilAtMs = 99, limit = 99 } = query;
  const { types = query.type === undefined ? ['*'] : [] } = query;
  const found = all.filter(
    (event) =>
      [...types, ...(query.type === undefined ? [] : [query.type])].some(
        (pattern) =>
          pattern === '*' ||
          pattern === event.type ||
          (pattern === 'clip.*' && /^clip\./.test(event.type)),
      ) &&
      (query.paneId ?? event.paneId) === event.paneId &&
      (query.correlationId ?? event.correlationId) === event.correlationId &&
      event.correlationId.startsWith(query.correlationStart ?? '') &&
      event.ts >= since &&
      event.ts <= until &&
      event.atMs >= sinceAtMs &&
      event.atMs <= untilAtMs,
  );
  return limit === 0 ? [] : found.slice(-limit);
}

it('answers as a plain filter does', () => {
  fc.assert(
    fc.property(events, queries, (drawn, query) => {
      const all = drawn.map((event, at) => ({ ...event, seq: at }) as unknown as LoggedEvent);
      expect([...select(all, asked(query))]).toEqual(plainly(all, asked(query)));
    }),
    { numRuns: 1_000, seed: 44 },
  );
});
