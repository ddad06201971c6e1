/**
 * Goal: timers never fire early, can be taken back, and wait longer than Node's own can.
 * Method: many real timers with fractions of a millisecond.
 */
import { describe, expect, it } from 'vitest';
import { createSystemClock } from '../../../runtime/host/clock.ts';

const clock = createSystemClock();

describe('the system clock', () => {
  it('never fires early', async () => {
    const early = await Promise.all(
      Array.from({ length: 200 }, (_, at) => {
        const delayMs = at * 0.37;
        const setMs = clock.monotonicMs();
        return new Promise<number>((resolve) =>
          clock.setTimeout(() => resolve(clock.monotonicMs() - setMs - delayMs), delayMs),
        );
      }),
    );
    expect(early.filter((lateMs) => lateMs < 0)).toEqual([]);
  });

  it('takes a timer back, also one that waits in pieces, and any other handle', async () => {
    const fired: string[] = [];
    clock.clearTimeout(clock.setTimeout(() => fired.push('soon'), 5));
    const long = clock.setTimeout(() => fired.push('long'), 2 ** 40);
    const endless = clock.setTimeout(() => fired.push('never'), Number.POSITIVE_INFINITY);
    clock.clearTimeout(undefined);
    await new Promise((resolve) => setTimeout(resolve, 50));
    clock.clearTimeout(long);
    clock.clearTimeout(endless);
    expect(fired).toEqual([]);
  });

  it('tells one time to all processes of the host, and whole milliseconds of the day', () => {
    const now = clock.monotonicMs();
    expect(Math.abs(now - Number(process.hrtime.bigint()) / 1e6)).toBeLessThan(250);
    expect(Number.isInteger(clock.wallMs())).toBe(true);
  });
});
