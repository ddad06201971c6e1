/**
 * Goal: a segment remembers each event's time, size and predecessors, and lets go when told.
 * Method: slots at both ends.
 */
import { expect, it } from 'vitest';
import { absent, keysOf, Segment, segmentSize } from '../../../machines/kernel/ring-segment.ts';
import { envelope } from '../../runtime/bus/oracle.ts';

it('keeps and lets go', () => {
  const segment = new Segment();
  const event = envelope('inject.requested', 1);
  const last = segmentSize - 1;
  const bytes = segment.put(last, event, 12.5);
  expect([segment.event(last), segment.atMs(last)]).toEqual([event, 12.5]);
  expect(segment.take(last)).toBe(bytes);
  expect(segment.event(last)).toBe(undefined);
});

it('links into three chains', () => {
  const segment = new Segment();
  segment.setPrevious(1, 3, 4_000_000_000);
  expect(segment.previous(1, 3)).toBe(4_000_000_000);
  segment.setPrevious(2, 3, absent);
  expect(segment.previous(2, 3)).toBe(absent);
  expect(keysOf(envelope('pty.up', 1)).slice(1)).toEqual(['system', 'pty.up']);
});

it('knows which times it covers', () => {
  const segment = new Segment();
  segment.put(0, { ...envelope('pty.up', 1), ts: 50 }, 0);
  segment.put(1, { ...envelope('pty.up', 2), ts: 20 }, 0);
  expect(segment.overlaps(undefined, undefined)).toBe(true);
  expect([segment.overlaps(50, undefined), segment.overlaps(51, undefined)]).toEqual([true, false]);
  expect([segment.overlaps(undefined, 20), segment.overlaps(undefined, 19)]).toEqual([true, false]);
});

it('weighs texts, lists and cycles without end', () => {
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const weigh = (payload: Record<string, unknown>) =>
    new Segment().put(0, { ...envelope('pty.up', 1), payload }, 0);
  expect(weigh({ text: 'x'.repeat(1_000) }) - weigh({ text: '' })).toBe(2_000);
  expect(weigh(cycle)).toBeLessThan(1_000);
});
