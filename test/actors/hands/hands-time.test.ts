/**
 * Goal: the time of the hands begins with their opening, whatever the host's clock says.
 * Method: a virtual clock; and a whole simulated run whose head has quite another clock.
 */
import { expect, it } from 'vitest';
import { createHandsTime } from '../../../actors/hands/hands-time.ts';
import { scriptedTarget } from '../../../runtime/host/simulated-program.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';
import { play } from '../../sim/simulate.ts';

it('counts from the opening, and before it from the making', () => {
  const clock = createVirtualClock();
  clock.advance(1_000);
  const time = createHandsTime(clock);
  clock.advance(50);
  expect(time.clock.monotonicMs()).toBe(50);
  time.open();
  clock.advance(7);
  expect([time.clock.monotonicMs(), time.at(1_060), time.instantOf(10)]).toEqual([7, 10, 1_060]);
});

it('counts from the instant that the head named, if that is one of the same clock', () => {
  const clock = createVirtualClock();
  clock.advance(1_000);
  const time = createHandsTime(clock);
  time.open({ origin: 'virtual', monotonicMs: 990 });
  expect(time.clock.monotonicMs()).toBe(10);
  time.open({ origin: 'another', monotonicMs: 12 });
  expect(time.clock.monotonicMs()).toBe(0);
});

it('lets the head have a clock of its own: the log and the report are the same', async () => {
  const score = [
    { id: 'spike', axis: 'cpu', at: 500, for: 4_000 },
    { id: 'pauses', axis: 'time', at: 1_000, for: 2_000 },
  ] as const;
  const restart = { policy: 'on-crash', atMost: 2 } as const;
  const told = async (headAheadMs: number) => {
    const target = scriptedTarget({ crashAtMs: 3_000 }, {});
    return play({ target, score, policy: { restart }, headAheadMs });
  };
  const [same, other] = [await told(0), await told(12_345_678)];
  expect(other.log).toBe(same.log);
  expect(other.report).toEqual(same.report);
  expect(same.report.ambush.crashes).toHaveLength(1);
});
