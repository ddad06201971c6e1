/**
 * Goal: first in, first out; 64 at most; whoever's deadline is reached goes, nobody else.
 * Method: random queues beside a plain list.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type DeferralQueue,
  defaultTtlMs,
  enqueue,
  expire,
  isFull,
  nextDeadlineMs,
  queueMax,
  type Waiting,
  without,
} from '../../../machines/kernel/deferral-queue.ts';

const entry = (number: number, deadlineMs: number): Waiting => ({
  eventId: `e${number}`,
  deadlineMs,
});

it('keeps order, and lets go exactly those whose deadline is reached', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100), { maxLength: 64 }), fc.nat(100), (deadlines, nowMs) => {
      const all = deadlines.map((deadlineMs, number) => entry(number, deadlineMs));
      const queue = all.reduce<DeferralQueue>(enqueue, []);
      expect(queue).toEqual(all);
      const left = expire(queue, nowMs);
      expect(left.expired).toEqual(all.filter(({ deadlineMs }) => deadlineMs <= nowMs));
      expect(left.queue).toEqual(all.filter(({ deadlineMs }) => deadlineMs > nowMs));
      const next = Math.min(...deadlines);
      expect(nextDeadlineMs(queue)).toBe(deadlines.length > 0 ? next : null);
    }),
    { seed: 2 },
  );
});

it('is the same value when nobody goes', () => {
  const queue = enqueue([], entry(1, 50));
  expect(expire(queue, 49).queue).toBe(queue);
});

it('takes one out and leaves the others in order', () => {
  const [one, two, three] = [entry(1, 9), entry(2, 9), entry(3, 9)] as const;
  expect(without([one, two, three], two)).toEqual([one, three]);
});

it('is full at 64, and waits longer than safe mode lasts', () => {
  let queue: DeferralQueue = [];
  for (let count = 0; count < queueMax; count += 1) {
    expect(isFull(queue)).toBe(false);
    queue = enqueue(queue, entry(count, 1));
  }
  expect(isFull(queue)).toBe(true);
  expect(queueMax).toBe(64);
  expect(defaultTtlMs).toBe(45_000);
});
