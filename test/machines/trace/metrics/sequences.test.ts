/**
 * Goal: what is missing and what is out of order is counted in the lane where it belongs, and what
 * was withheld on purpose is no loss.
 * Method: numbers by hand; random losses and swaps in a log of two lanes, compared with a naive
 * count by sets and by pairs.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sequences } from '../../../../machines/trace/metrics/sequences.ts';
import { log, type Told } from '../told.ts';

function rates(...told: readonly Told[]): Readonly<Record<string, number | null>> {
  const sequences = new Sequences();
  for (const event of log(...told)) sequences.hear(event);
  return Object.fromEntries(sequences.metrics().map(({ id, value }) => [id, value]));
}

const say = (seq: number, source = 'a', type = 'clip.armed', payload = {}): Told => ({
  ...{ id: `${source}${seq}${type}`, type, source, seq, payload },
});
const laneB = (seq: number, source = 'b') => say(seq, source, 'sample.taken');

describe('loss', () => {
  it.each([
    ['none', [say(1), say(2), laneB(1)], [0, 0]],
    ['a hole', [say(1), say(3), laneB(1)], [1 / 3, 0]],
    ['the beginning', [say(3), laneB(1)], [2 / 3, 0]],
    ['Lane B', [say(1), laneB(1), laneB(4)], [0, 0.5]],
    ['of both lanes, not reported', [say(1, 'm'), laneB(3, 'm')], [0.5, 0]],
    [
      'of both lanes, reported',
      [
        ...[say(1, 'm'), laneB(3, 'm')],
        say(1, 'bus', 'event.dropped', { stage: 'lane-b', reason: 'queue_full', droppedCount: 1 }),
      ],
      [0, 0.5],
    ],
    [
      'withheld while Lane B was off',
      [
        ...[laneB(1), say(1, 'bus', 'telemetry.disabled')],
        ...[say(2, 'bus', 'telemetry.enabled'), laneB(5), laneB(7)],
      ],
      [0, 0.25],
    ],
    [
      'a hole of a source of Lane A while Lane B was off',
      [say(1), say(1, 'bus', 'telemetry.disabled'), say(4)],
      [0.4, null],
    ],
    ['a hole that another session left', [say(1), say(3), say(1), say(2)], [0.2, null]],
    ['another session of the same source', [say(1), say(2), say(1), say(2)], [0, null]],
  ] as const)('%s', (_name, told, [a, b]) => {
    const { 'loss-lane-a': lossA, 'loss-lane-b': lossB } = rates(...told);
    expect([lossA, lossB]).toEqual([a, b]);
  });
});

it('does not say of a latecomer that it was withheld', () => {
  const sequences = new Sequences();
  const off = say(1, 'bus', 'telemetry.disabled');
  for (const event of log(laneB(1), off, laneB(4), laneB(2))) sequences.hear(event);
  const loss = sequences.metrics().find(({ id }) => id === 'loss-lane-b');
  expect(loss?.parts).toContainEqual({ label: 'withheld while off', value: 1 });
});

it('counts what event.dropped reports, and what else it says not', () => {
  const sequences = new Sequences();
  const dropped = (seq: number, payload: object) => say(seq, 'bus', 'event.dropped', payload);
  const told = [
    dropped(1, { stage: 'lane-b', reason: 'queue_full', droppedCount: 3 }),
    dropped(2, { stage: 'bridge', reason: 'gap', droppedCount: 4 }),
    dropped(3, { stage: 'intake', reason: 'invalid', droppedCount: 50 }),
    dropped(4, { stage: 'bridge', reason: 'gap', droppedCount: 'many' }),
    { ...say(5, 'bus', 'bus.error'), payload: { stage: 'lane-b', droppedCount: 9 } },
  ];
  for (const event of log(...told)) sequences.hear(event);
  const parts = sequences.metrics().flatMap((metric) => metric.parts);
  expect(parts).toContainEqual({ label: 'reported by event.dropped, both lanes', value: 7 });
  expect(parts).toContainEqual({ label: 'latecomers discarded', value: 0 });
});

describe('order', () => {
  it('begins anew with another session of the same source', () => {
    expect(rates(say(1), say(2), say(1), say(2))['order-lane-a']).toBe(0);
    // A number that came before is no new beginning.
    expect(rates(say(1), say(2), say(2))['order-lane-a']).toBe(1 / 3);
  });

  it('counts who comes after a higher number, in its lane', () => {
    const { 'order-lane-a': a, 'order-lane-b': b } = rates(
      ...[say(2), say(1), say(3), laneB(1), laneB(3), laneB(2)],
    );
    expect([a, b]).toEqual([1 / 3, 1 / 3]);
  });

  it('counts the latecomers that the bridge discarded', () => {
    const late = say(1, 'bus', 'event.dropped', { stage: 'bridge', reason: 'reordered' });
    expect(rates(late)['order-lane-a']).toBe(0.5);
  });
});

it('agrees with a naive count, whatever is lost or swapped', () => {
  const plan = fc.array(fc.record({ lost: fc.boolean(), swap: fc.nat(4) }), { maxLength: 40 });
  fc.assert(
    fc.property(plan, plan, (planA, planB) => {
      const told = [
        ...disturbed(planA).map((seq) => say(seq)),
        ...disturbed(planB).map((seq) => laneB(seq)),
      ];
      const of = (source: string) =>
        told.filter((one) => one.source === source).map(({ seq = 0 }) => seq);
      const expected = (seqs: readonly number[]) => {
        const highest = Math.max(0, ...seqs);
        const missing = highest - new Set(seqs).size;
        const late = seqs.filter((seq, at) => seqs.slice(0, at).some((before) => before > seq));
        const none = seqs.length === 0;
        return [none ? null : missing / highest, none ? null : late.length / seqs.length];
      };
      const found = rates(...told);
      expect([
        [found['loss-lane-a'], found['order-lane-a']],
        [found['loss-lane-b'], found['order-lane-b']],
      ]).toEqual([expected(of('a')), expected(of('b'))]);
    }),
    { seed: 21, numRuns: 300 },
  );
});

/** 1, 2, 3 … with some missing and some a few places late. */
function disturbed(plan: readonly { readonly lost: boolean; readonly swap: number }[]) {
  return plan
    .map(({ lost, swap }, at) => ({ seq: at + 1, lost, place: at + swap }))
    .filter(({ lost }) => !lost)
    .sort((one, other) => one.place - other.place)
    .map(({ seq }) => seq);
}
