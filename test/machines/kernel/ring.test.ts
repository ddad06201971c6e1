/**
 * Goal: the ring keeps the newest max(count, age) under its cap, counts what the cap took early,
 * and answers every query as a filter of the log would.
 * Method: random logs and queries beside a plain list, with small limits; a storm.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import { keyListsMax } from '../../../machines/kernel/key-lists.ts';
import { matchesPattern } from '../../../machines/kernel/pattern.ts';
import {
  type EventQuery,
  Ring,
  type RingLimits,
  ringLimits,
} from '../../../machines/kernel/ring.ts';

const types = ['inject.requested', 'inject.submit.sent', 'resize.requested', 'pty.up'];

function event(number: number, more: Partial<Envelope> = {}): Envelope {
  return {
    eventId: `e${number}`,
    correlationId: `c${number % 7}`,
    causationId: null,
    type: types[number % types.length] ?? '',
    source: 's',
    paneId: String(number % 3),
    ts: number,
    seq: number,
    payload: {},
    ...more,
  };
}

function fill(limits: Partial<RingLimits>, events: readonly Envelope[], everyMs: number): Ring {
  const ring = new Ring({ eventsMin: 10, ageMinMs: 1_000, bytesMax: 1e9, ...limits });
  for (const [index, one] of events.entries()) ring.append(one, index * everyMs);
  return ring;
}

const log = (count: number) => Array.from({ length: count }, (_, number) => event(number));

describe('the promise', () => {
  it('is 1000 events, 5 minutes, 64 MiB', () => {
    expect(ringLimits).toEqual({ eventsMin: 1_000, ageMinMs: 300_000, bytesMax: 67_108_864 });
  });

  it.each([
    ['fast: the window of time', 1, 3_000, 1_001],
    ['slow: the count', 5_000, 3_000, 10],
    ['few: all of them', 5_000, 7, 7],
  ])('keeps, when events come %s', (_name, everyMs, count, kept) => {
    const ring = fill({}, log(count), everyMs);
    expect(ring.size).toBe(kept);
    expect(ring.evicted).toBe(count - kept);
    expect(ring.evictedEarly).toBe(0);
    expect(ring.takeLoss()).toBe(null);
    expect(ring.query().map(({ seq }) => seq)).toEqual(
      Array.from({ length: kept }, (_, index) => count - 1 - index),
    );
  });

  it('is broken by the cap alone, and every loss is counted', () => {
    const ring = fill({ bytesMax: 500_000 }, log(9_000), 0);
    expect(ring.bytes).toBeLessThanOrEqual(500_000);
    expect(ring.size).toBeGreaterThan(2_000);
    expect(ring.evictedEarly).toBe(9_000 - ring.size);
    expect(ring.takeLoss()).toEqual({
      droppedCount: 9_000 - ring.size,
      oldestSeq: 0,
      newestSeq: 8_999 - ring.size,
    });
    expect(ring.takeLoss()).toBe(null);
  });

  it('weighs what is long: fewer events with long texts', () => {
    const long = log(500).map((one) => ({ ...one, payload: { text: 'x'.repeat(5_000) } }));
    const ring = fill({ bytesMax: 1_000_000 }, long, 0);
    expect(ring.bytes).toBeLessThanOrEqual(1_000_000);
    expect(ring.size).toBeLessThan(200);
    expect(ring.size).toBeGreaterThan(60);
  });

  it('never takes more memory than the cap, event by event, but for the one segment it must', () => {
    const ring = new Ring({ eventsMin: 1_000, ageMinMs: 1e9, bytesMax: 700_000 });
    for (const [at, one] of log(12_000).entries()) {
      ring.append({ ...one, payload: { text: 'x'.repeat(at % 5_000 === 9 ? 100_000 : 9) } }, at);
      expect(ring.bytes).toBeLessThanOrEqual(700_000);
      expect(ring.size + ring.evicted).toBe(at + 1);
    }
    ring.append(event(1, { payload: { text: 'x'.repeat(1_000_000) } }), 1);
    expect(ring.query({ limit: 1 })[0]?.payload.text).toHaveLength(1_000_000);
  });
});

it('gives back the memory of what grew old, but for one segment to fill next', () => {
  const ring = new Ring({ eventsMin: 1, ageMinMs: 10, bytesMax: 1e9 });
  for (let at = 0; at < 30_000; at += 1) {
    const text = at % 1_000 < 500 ? 'x' : 'x'.repeat(2_000);
    ring.append(event(at, { source: `source-${at % 700}`, payload: { text } }), at);
  }
  ring.append(event(0), 1e9);
  expect(ring.size).toBe(1);
  expect(ring.bytes).toBeLessThan(1_000_000);
  expect(ring.bytes).toBeGreaterThan(100_000);
});

const query: fc.Arbitrary<EventQuery> = fc.record(
  {
    type: fc.constantFrom('*', 'inject.*', 'inject.submit.*', 'none.*', ...types),
    types: fc.subarray(['resize.requested', 'pty.*', 'inject.requested']),
    paneId: fc.constantFrom('0', '1', '2', '9'),
    correlationId: fc.constantFrom('c0', 'c3', 'c9'),
    since: fc.nat(4_000),
    until: fc.nat(4_000),
    limit: fc.nat(50),
  },
  { requiredKeys: [] },
);

function filtered(events: readonly Envelope[], asked: EventQuery): readonly Envelope[] {
  const { type, types: list, paneId, correlationId, since, until, limit } = asked;
  const patterns = [...(list ?? []), ...(type === undefined ? [] : [type])];
  const any = type === undefined && list === undefined;
  const passed = events.filter(
    (one) =>
      (any || patterns.some((pattern) => matchesPattern(pattern, one.type))) &&
      (paneId === undefined || one.paneId === paneId) &&
      (correlationId === undefined || one.correlationId === correlationId) &&
      (since === undefined || one.ts >= since) &&
      (until === undefined || one.ts <= until),
  );
  return passed.reverse().slice(0, limit ?? passed.length);
}

it('answers as a filter of what it keeps would, across segments and evictions', () => {
  const rings = [0, 9, 1_024, 1_025, 4_000].map((count) => {
    const ring = fill({ eventsMin: 1_500 }, log(count), 1);
    return { ring, kept: log(count).slice(count - ring.size) };
  });
  fc.assert(
    fc.property(query, fc.constantFrom(...rings), (asked, { ring, kept }) => {
      expect(ring.query(asked)).toEqual(filtered(kept, asked));
    }),
    { numRuns: 400, seed: 6 },
  );
});

it('finds by time though the wall clock steps back', () => {
  const events = log(3_000).map((_, at) => event(at, { ts: at < 1_500 ? 5_000 + at : at }));
  const ring = fill({ eventsMin: 3_000 }, events, 1);
  expect(ring.query({ since: 6_000, until: 6_002 }).map(({ ts }) => ts)).toEqual([
    6_002, 6_001, 6_000,
  ]);
});

it('forgets the keys of what it dropped', () => {
  const events = log(20_000).map((one, at) => ({ ...one, correlationId: `once-${at}` }));
  const ring = fill({ eventsMin: 100, ageMinMs: 0 }, events, 10);
  expect(ring.query({ correlationId: 'once-5' })).toEqual([]);
  expect(ring.query({ correlationId: 'once-19999' })).toHaveLength(1);
  expect(ring.size).toBe(100);
});

it('says when payloads have more kinds of keys than it numbers', () => {
  const odd = (count: number) =>
    Array.from({ length: count }, (_, at) => event(at, { payload: { [`k${at}`]: at } }));
  expect(fill({}, odd(keyListsMax - 1), 0).keysSpeltOut).toBe(false);
  const ring = fill({}, odd(keyListsMax + 1), 0);
  expect(ring.keysSpeltOut).toBe(true);
  expect(ring.query({ limit: 1 })[0]?.payload).toEqual({ [`k${keyListsMax}`]: keyListsMax });
});
