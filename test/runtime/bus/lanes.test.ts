/**
 * Goal: contract before lifecycle before telemetry before Lane B; nothing overtakes its cause or
 * its own source; nothing waits longer than the age bound; Lane A refuses by its room.
 * Method: short queues by hand, random ones against the laws.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import { createLanes, laneAQueueMax, laneBQueueMax } from '../../../runtime/bus/lanes.ts';

const event = (number: number, source: string, cause: number | null = null): Envelope => ({
  eventId: `e${number}`,
  correlationId: 'c',
  causationId: cause === null ? null : `e${cause}`,
  type: 't.t',
  source,
  paneId: '1',
  ts: 0,
  seq: number,
  payload: {},
});

function drain(lanes: ReturnType<typeof createLanes>): readonly number[] {
  const seqs: number[] = [];
  for (let next = lanes.next(); next; next = lanes.next()) seqs.push(next.seq);
  return seqs;
}

it('lets contracts go first, but never before what caused them or what their source said', () => {
  const lanes = createLanes(() => 0);
  lanes.pushB(event(1, 'b'));
  lanes.pushA(event(2, 'slow'), 'lifecycle');
  lanes.pushA(event(3, 'injection'), 'lifecycle');
  lanes.pushA(event(4, 'kernel', 3), 'lifecycle');
  lanes.pushA(event(5, 'other'), 'lifecycle');
  lanes.pushA(event(6, 'kernel', 3), 'contract');
  expect(drain(lanes)).toEqual([3, 4, 6, 2, 5, 1]);
});

it('keeps cause before effect and each source in order, whatever the classes', () => {
  const one = fc.record({
    source: fc.constantFrom('a', 'b', 'c'),
    priority: fc.constantFrom('contract', 'lifecycle', 'telemetry'),
    back: fc.option(fc.nat(20)),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 40 }), (list) => {
      const lanes = createLanes(() => 0);
      for (const [number, { source, priority, back }] of list.entries()) {
        const cause = back === null || back >= number ? null : number - 1 - back;
        lanes.pushA(event(number, source, cause === null || cause < 0 ? null : cause), priority);
      }
      const events = list.map(({ source }, number) => ({ source, number }));
      const place = new Map(drain(lanes).map((seq, at) => [seq, at]));
      expect(place.size).toBe(list.length);
      for (const { source, number } of events) {
        const at = place.get(number) ?? -1;
        const back = list[number]?.back ?? null;
        if (back !== null && back < number) expect(place.get(number - 1 - back)).toBeLessThan(at);
        const earlier = events.filter((other) => other.source === source && other.number < number);
        for (const other of earlier) expect(place.get(other.number)).toBeLessThan(at);
      }
    }),
    { seed: 8, numRuns: 300 },
  );
});

it('lets nothing wait longer than a second while others overtake it', () => {
  let nowMs = 0;
  const lanes = createLanes(() => nowMs);
  lanes.pushA(event(0, 'x'), 'contract');
  lanes.pushA(event(1, 'slow'), 'telemetry');
  for (let number = 2; number < 6; number += 1) lanes.pushA(event(number, 'k'), 'contract');
  expect(lanes.next()?.seq).toBe(0);
  nowMs = 999;
  expect(lanes.next()?.seq).toBe(2);
  nowMs = 1_000;
  expect(lanes.next()?.seq).toBe(1);
});

it('counts the age of what waited before anything could overtake it, too', () => {
  let nowMs = 5_000;
  const lanes = createLanes(() => nowMs);
  lanes.pushA(event(1, 'slow'), 'lifecycle');
  lanes.pushA(event(2, 'slow'), 'lifecycle');
  for (let number = 3; number < 6; number += 1) lanes.pushA(event(number, 'k'), 'contract');
  expect(lanes.next()?.seq).toBe(3);
  nowMs = 6_000;
  expect(drain(lanes)).toEqual([1, 2, 4, 5]);
});

it('does not ask for the time while nothing may be overtaken', () => {
  const lanes = createLanes(() => {
    throw new Error('asked');
  });
  for (let number = 1; number < 9; number += 1) lanes.pushA(event(number, 's'), 'lifecycle');
  lanes.pushB(event(9, 'b'));
  expect(drain(lanes)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

it('has so much room, and Lane B keeps the newest and says what it lost', () => {
  const lanes = createLanes(() => 0);
  for (let number = 1; number <= laneAQueueMax; number += 1) {
    lanes.pushA(event(number, 's'), 'lifecycle');
  }
  expect([lanes.room(), lanes.waiting()]).toEqual([0, laneAQueueMax]);
  const much = 3 * laneBQueueMax;
  for (let number = 1; number <= much; number += 1) lanes.pushB(event(number, 'b'));
  expect(lanes.takeLoss()).toEqual({
    droppedCount: much - laneBQueueMax,
    oldestSeq: 1,
    newestSeq: much - laneBQueueMax,
  });
  expect(lanes.takeLoss()).toBe(undefined);
  expect(drain(lanes).slice(laneAQueueMax)).toEqual(
    Array.from({ length: laneBQueueMax }, (_, index) => much - laneBQueueMax + 1 + index),
  );
});
