/**
 * Goal: whatever overlaps, the stressors together stay within the limits.
 * Method: a property over random lanes, looked at in every millisecond.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { limitShare } from '../../../machines/timeline/limit-share.ts';
import type { PlannedEvent } from '../../../machines/timeline/timeline.ts';

function eventOf(
  startMs: number,
  durationMs: number,
  axis: 'memory' | 'cpu',
  bytes = 1,
): PlannedEvent {
  const dose = { unit: 'bytes', from: bytes, to: bytes } as const;
  const place = { id: `${axis}-${startMs}`, axis, lane: 0, startMs, durationMs };
  return { ...place, intensity: 'light', args: [], dose };
}

it('leaves an event that runs alone the whole limit', () => {
  const [first, second] = [eventOf(0, 10, 'memory'), eventOf(10, 10, 'memory')];
  const limits = { memory: { percent: 80 }, diskBytes: 100 };
  const plan = { limits, events: [first, second, eventOf(0, 20, 'cpu')] };
  expect(limitShare(plan, first)).toEqual(limits);
});

it('does not cut a plan that fits', () => {
  const events = [
    eventOf(0, 40, 'memory', 200),
    eventOf(0, 10, 'memory', 20),
    eventOf(20, 10, 'memory', 20),
  ];
  const plan = { limits: { memory: { bytes: 220 }, diskBytes: 1 }, events };
  const parts = events.map((event) => limitShare(plan, event).memory);
  expect(parts).toEqual([{ bytes: 200 }, { bytes: 20 }, { bytes: 20 }]);
});

it('reckons with an event that waits from its earliest on', () => {
  const start = { fromMs: 0, when: null, after: [], byMs: null };
  const late = { ...eventOf(0, 10, 'memory'), start };
  const events = [late, eventOf(50, 10, 'memory')];
  const plan = { limits: { memory: { bytes: 100 }, diskBytes: 1 }, events };
  expect(events.map((event) => limitShare(plan, event).memory)).toEqual([
    { bytes: 50 },
    { bytes: 50 },
  ]);
});

it('never adds up to more than the limit', () => {
  const span = fc.tuple(
    fc.nat(30),
    fc.integer({ min: 1, max: 20 }),
    fc.integer({ min: 1, max: 900 }),
  );
  fc.assert(
    fc.property(fc.array(span, { minLength: 1, maxLength: 8 }), (spans) => {
      const events = spans.map(([at, lasts, bytes]) => eventOf(at, lasts, 'memory', bytes));
      const plan = { limits: { memory: { bytes: 1_000 }, diskBytes: 1_000 }, events };
      for (let atMs = 0; atMs < 50; atMs += 1) {
        const running = events.filter((e) => e.startMs <= atMs && atMs < e.startMs + e.durationMs);
        const parts = running.map((event) => limitShare(plan, event));
        const bytes = parts.map(({ memory }) => ('bytes' in memory ? memory.bytes : 0));
        expect(bytes.reduce((sum, part) => sum + part, 0)).toBeLessThanOrEqual(1_000);
        expect(parts.reduce((sum, part) => sum + part.diskBytes, 0)).toBeLessThanOrEqual(1_000);
      }
    }),
  );
});
