/**
 * Goal: however many losses there are, they are told once a second for each reason, and all of them.
 * Method: ten thousand in a moment, and in a minute, on a virtual clock.
 */
import { expect, it } from 'vitest';
import { createDrops } from '../../../actors/hands/drops.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';

function scene() {
  const clock = createVirtualClock();
  const told: [string, number][] = [];
  const drops = createDrops(clock, (reason, count) => told.push([reason, count]));
  return { clock, drops, told };
}

it('the first loss is told at once, the others as a sum a second later', () => {
  const { clock, drops, told } = scene();
  for (let each = 0; each < 10_000; each += 1) drops.add('stuck', 1);
  drops.add('gone', 3);
  expect(told).toEqual([
    ['stuck', 1],
    ['gone', 3],
  ]);
  clock.advance(10_000);
  expect(told.slice(2)).toEqual([['stuck', 9_999]]);
  drops.add('stuck', 1);
  expect(told.slice(3)).toEqual([['stuck', 1]]);
});

it('losses without end are told once a second', () => {
  const { clock, drops, told } = scene();
  for (let each = 0; each < 10_000; each += 1) {
    drops.add('stuck', 1);
    clock.advance(1);
  }
  expect(told).toHaveLength(11);
  drops.flush();
  expect(told.reduce((sum, [, count]) => sum + count, 0)).toBe(10_000);
});
