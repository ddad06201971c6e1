/**
 * Goal: a segment gives back the events it was given, whatever their ids are, frozen; it knows
 * when it is full, what it weighs and which times it covers, and is as new when it is cleared.
 * Method: random envelopes, ids repeated as in real operations, found again in every way.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import { KeyLists } from '../../../machines/kernel/key-lists.ts';
import { vouch } from '../../../machines/kernel/redact.ts';
import { type RowQuery, Segment, segmentSize } from '../../../machines/kernel/ring-segment.ts';
import { envelope } from '../../runtime/bus/oracle.ts';

const create = () => new Segment(new KeyLists(), new Set());
const everything: RowQuery = {
  types: null,
  paneId: undefined,
  correlationId: undefined,
  since: Number.NEGATIVE_INFINITY,
  until: Number.POSITIVE_INFINITY,
};

function found(segment: Segment, query: Partial<RowQuery> = {}, oldest = 0): Envelope[] {
  const events: Envelope[] = [];
  segment.find({ ...everything, ...query }, oldest, (row) => {
    events.push(segment.event(row));
    return true;
  });
  return events;
}

const id = fc.oneof(
  fc.constantFrom(
    '00000000-0000-4000-8000-000000000001',
    '00000000-0000-4000-8000-00000000000A',
    'e1',
    'ÿé',
  ),
  fc.uuid(),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
);
const event: fc.Arbitrary<Envelope> = fc.record({
  eventId: id,
  correlationId: id,
  causationId: fc.oneof(fc.constant(null), id),
  type: fc.constantFrom('pty.up', 'pty.down'),
  source: fc.constantFrom('a', 'b'),
  paneId: fc.constantFrom('1', 'system'),
  ts: fc.double({ noNaN: true, noDefaultInfinity: true }),
  seq: fc.maxSafeNat(),
  payload: fc.dictionary(fc.string(), fc.jsonValue()),
}) as fc.Arbitrary<Envelope>;

it('gives back what it was given, by correlation too, and is as new when it was cleared', () => {
  const segment = create();
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 20 }), (events) => {
      segment.clear();
      for (const one of events) segment.put(one, 1);
      const back = found(segment);
      expect(back).toEqual([...events].reverse());
      expect(back.every((one) => Object.isFrozen(one) && Object.isFrozen(one.payload))).toBe(true);
      for (const { correlationId } of events) {
        expect(found(segment, { correlationId })).toEqual(
          back.filter((one) => one.correlationId === correlationId),
        );
      }
    }),
    { numRuns: 200, seed: 5 },
  );
});

it('keeps times and numbers, looks no further back than it is told, and stops when told', () => {
  const segment = create();
  for (let seq = 1; seq <= 5; seq += 1) {
    segment.put({ ...envelope('pty.up', seq), ts: 10 * seq }, seq + 0.5);
  }
  expect([segment.atMs(2), segment.seq(2), segment.count]).toEqual([3.5, 3, 5]);
  expect(found(segment, {}, 3).map(({ seq }) => seq)).toEqual([5, 4]);
  expect(found(segment, { since: 20, until: 30 }).map(({ seq }) => seq)).toEqual([3, 2]);
  expect(found(segment, { since: 51 })).toEqual([]);
  expect(found(segment, { until: 9 })).toEqual([]);
  const rows: number[] = [];
  expect(segment.find(everything, 0, (row) => rows.push(row) < 2)).toBe(false);
  expect(rows).toEqual([4, 3]);
});

it('is full with 512 events, or with long texts, and weighs what it holds', () => {
  const many = create();
  for (let seq = 1; seq < segmentSize; seq += 1) many.put(envelope('pty.up', seq), 0);
  expect(many.isFull).toBe(false);
  const { bytes } = many;
  many.put(envelope('pty.up', segmentSize), 0);
  expect([many.isFull, many.bytes]).toEqual([true, bytes]);
  const few = create();
  while (!few.isFull)
    few.put({ ...envelope('pty.up', 1), payload: { text: 'x'.repeat(9_000) } }, 0);
  expect([few.count, few.bytes]).toEqual([3, bytes]);
  few.clear();
  expect([few.count, few.isFull]).toEqual([0, false]);
  few.put({ ...envelope('pty.up', 1), payload: { text: 'x'.repeat(100_000) } }, 0);
  expect(few.bytes - bytes).toBeGreaterThan(100_000);
  few.clear();
  expect(few.bytes).toBeLessThan(bytes);
});

it('writes a payload that is said again once, and anew after it was cleared', () => {
  const segment = create();
  const payload = vouch({ said: 'again' });
  const other = { text: 'something else, and longer' };
  segment.put({ ...envelope('pty.up', 1), payload }, 0);
  segment.put({ ...envelope('pty.up', 2), payload }, 0);
  segment.clear();
  segment.put({ ...envelope('pty.up', 3), payload: other }, 0);
  segment.put({ ...envelope('pty.up', 4), payload }, 0);
  expect(found(segment).map((one) => one.payload)).toEqual([payload, other]);
});

it('keeps no payload alive once it is full', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const segment = create();
  const seen: WeakRef<object>[] = [];
  for (let seq = 1; seq <= segmentSize; seq += 1) {
    const payload = vouch({ seq });
    seen.push(new WeakRef(payload));
    segment.put({ ...envelope('pty.up', seq), payload }, 0);
  }
  // A WeakRef holds what it was made of until the job ends that made it.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  const alive = seen.filter((one) => one.deref() !== undefined).length;
  // The last one or two may still lie in a register of the loop.
  expect(alive).toBeLessThan(10);
  expect(found(segment, {}, segmentSize - 2).map((one) => one.payload)).toEqual([
    { seq: segmentSize },
    { seq: segmentSize - 1 },
  ]);
});
