/**
 * Goal: time moves only when it is told to, waits fire in order, and what is pending can be read.
 * Method: waits that set and clear others.
 */
import { expect, it } from 'vitest';
import { createStepClock } from '../../../machines/tour/step-clock.ts';

it('fires what falls due, in the order of the instants, those set meanwhile included', () => {
  const clock = createStepClock();
  const fired: string[] = [];
  clock.setTimeout(() => fired.push('late'), 30);
  clock.setTimeout(() => {
    fired.push('early');
    clock.setTimeout(() => fired.push('chained'), 10);
  }, 10);
  clock.setTimeout(() => fired.push('never'), 31);
  clock.advance(9);
  expect(fired).toEqual([]);
  clock.advance(21);
  expect(fired).toEqual(['early', 'chained', 'late']);
});

it('tells what is pending, shortest first, and forgets what is cleared', () => {
  const clock = createStepClock();
  clock.setTimeout(() => {}, 500);
  const handle = clock.setTimeout(() => {}, 100);
  clock.setTimeout(() => {}, 20);
  expect(clock.pending()).toEqual([20, 100, 500]);
  clock.clearTimeout(handle);
  clock.advance(20);
  expect(clock.pending()).toEqual([500]);
});
