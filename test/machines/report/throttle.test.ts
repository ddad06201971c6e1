/**
 * Goal: how long and how far a constraint lowered an event is known, over the time in which it ran.
 * Method: what is told of one event, by hand.
 */
import { expect, test } from 'vitest';
import type { AmbushEvent } from '../../../machines/kernel/events/registry.ts';
import { createThrottleRecord } from '../../../machines/report/throttle.ts';

const said = (...events: readonly (readonly [type: string, payload: object])[]) => {
  const record = createThrottleRecord();
  record.take({ type: 'clip.scheduled', payload: { from: 75, to: 75 } } as AmbushEvent);
  for (const [type, payload] of events) record.take({ type, payload } as AmbushEvent);
  return record.told(20_000);
};
const started = ['clip.started', { atMs: 1_000 }] as const;
const cut = (atMs: number, cap?: number) =>
  ['clip.adjust.requested', { atMs, cap, reason: 'it gives way' }] as const;

test('nothing lowered it', () => {
  expect(said(started, cut(5_000, 80), ['clip.stopped', { atMs: 9_000 }])).toBeNull();
});

test('lowered twice, the second time until its end', () => {
  expect(
    said(started, cut(5_000, 25), cut(6_000, 20), cut(8_000), cut(9_000, 50), [
      'clip.stopped',
      { atMs: 9_500 },
    ]),
  ).toEqual({ times: 2, forMs: 3_500, least: 20, because: 'it gives way' });
});

test('it began within a cap, and still runs', () => {
  const armed = [
    'stressor.arm.requested',
    { atMs: -500, cap: 25, reason: 'it gives way' },
  ] as const;
  expect(said(armed, started)).toMatchObject({ times: 1, forMs: 19_000, least: 25 });
});
