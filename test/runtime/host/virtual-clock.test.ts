/**
 * Goal: virtual timers fire in the order of their instants, and of their setting at equal ones.
 * Method: hand-made schedules, and a naive sorted list as the oracle.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVirtualClock, virtualEpochMs } from '../../../runtime/host/virtual-clock.ts';

describe('the virtual clock', () => {
  it('stands still until it is told to move', () => {
    const clock = createVirtualClock();
    expect([clock.now(), clock.monotonicMs(), clock.wallMs()]).toEqual([0, 0, virtualEpochMs]);
    clock.advance(1_500.5);
    expect([clock.now(), clock.wallMs()]).toEqual([1_500.5, virtualEpochMs + 1_500]);
  });

  it('fires chained timers within one advance, each at its own instant', () => {
    const clock = createVirtualClock();
    const fired: number[] = [];
    const again = (): void => {
      fired.push(clock.now());
      if (fired.length < 4) clock.setTimeout(again, 100);
    };
    clock.setTimeout(again, 100);
    clock.advance(350);
    expect(fired).toEqual([100, 200, 300]);
    clock.advance(50);
    expect(fired).toEqual([100, 200, 300, 400]);
  });

  it('does not fire what was cancelled', () => {
    const clock = createVirtualClock();
    let fired = false;
    const handle = clock.setTimeout(() => {
      fired = true;
    }, 10);
    clock.clearTimeout(handle);
    clock.advance(20);
    expect(fired).toBe(false);
  });

  it('lets promises settle between firings, and stops when it may', async () => {
    const clock = createVirtualClock();
    const fired: string[] = [];
    clock.setTimeout(() => {
      Promise.resolve().then(() => fired.push('promise'));
    }, 10);
    clock.setTimeout(() => fired.push('timer'), 10);
    clock.setTimeout(() => fired.push('late'), 20);
    await clock.run(100, () => fired.length === 2);
    expect(fired).toEqual(['promise', 'timer']);
    expect(clock.now()).toBe(10);
  });

  it('agrees with a sorted list', () => {
    const delays = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 60 });
    fc.assert(
      fc.property(delays, fc.array(fc.nat(59)), (wanted, cancelled) => {
        const clock = createVirtualClock();
        const fired: number[] = [];
        const handles = wanted.map((delay, index) =>
          clock.setTimeout(() => fired.push(index), delay),
        );
        for (const index of cancelled) clock.clearTimeout(handles[index]);
        clock.advance(20);
        const expected = wanted
          .map((delay, index) => ({ delay, index }))
          .filter(({ index }) => !cancelled.includes(index))
          .sort((a, b) => a.delay - b.delay || a.index - b.index);
        expect(fired).toEqual(expected.map(({ index }) => index));
      }),
    );
  });
});
