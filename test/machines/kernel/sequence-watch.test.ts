/**
 * Goal: gaps, latecomers and repetitions are told apart, per source, in bounded memory.
 * Method: a stream with holes; more ids than are remembered.
 */
import { expect, it } from 'vitest';
import { rememberedIdsMax, SequenceWatch } from '../../../machines/kernel/sequence-watch.ts';

it('tells next, gap, late and duplicate', () => {
  const watch = new SequenceWatch();
  expect(watch.note('daemon', 1, 'a')).toEqual({ is: 'next' });
  expect(watch.note('daemon', 4, 'd')).toEqual({ is: 'gap', oldestSeq: 2, newestSeq: 3 });
  expect(watch.note('daemon', 3, 'c')).toEqual({ is: 'late' });
  expect(watch.note('daemon', 3, 'c')).toEqual({ is: 'duplicate' });
  expect(watch.note('daemon', 4, 'd')).toEqual({ is: 'duplicate' });
  expect(watch.note('daemon', 5, 'e')).toEqual({ is: 'next' });
  expect(watch.note('bridge', 1, 'f')).toEqual({ is: 'next' });
});

it('knows that a source begins at 1', () => {
  expect(new SequenceWatch().note('daemon', 3, 'a')).toEqual({
    is: 'gap',
    oldestSeq: 1,
    newestSeq: 2,
  });
});

it('forgets the oldest ids, and never takes an old event for a new one', () => {
  const watch = new SequenceWatch();
  for (let seq = 1; seq <= rememberedIdsMax * 2; seq += 1) watch.note('s', seq, `e${seq}`);
  expect(watch.note('s', 1, 'e1')).toEqual({ is: 'late' });
  expect(watch.note('s', rememberedIdsMax * 2, `e${rememberedIdsMax * 2}`)).toEqual({
    is: 'duplicate',
  });
});

it('hears a source anew that it forgot for others', () => {
  const watch = new SequenceWatch();
  watch.note('first', 1, 'x');
  for (let count = 0; count < 1_024; count += 1) watch.note(`s${count}`, 1, `y${count}`);
  expect(watch.note('first', 2, 'z')).toEqual({ is: 'gap', oldestSeq: 1, newestSeq: 1 });
});
