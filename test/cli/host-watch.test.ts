/**
 * Goal: a host is asked how it is when something is awaited and nothing was heard for a while, and given
 * up only when it says nothing to that. Method: a clock of our own, and hooks that count.
 */
import { expect, it } from 'vitest';
import { createHostWatch, hostPatienceMs, lastChanceMs } from '../../cli/host-watch.ts';
import { createVirtualClock } from '../../runtime/host/virtual-clock.ts';

function stage() {
  const clock = createVirtualClock();
  const seen = { pings: 0, silent: 0, isAwaited: true };
  const watch = createHostWatch(clock, {
    isAwaited: () => seen.isAwaited,
    ping: () => {
      seen.pings += 1;
    },
    onSilent: () => {
      seen.silent += 1;
    },
  });
  return { clock, seen, watch };
}

it('gives up who answers nothing', () => {
  const { clock, seen, watch } = stage();
  watch.wake();
  clock.advance(hostPatienceMs);
  watch.wake();
  clock.advance(hostPatienceMs);
  expect(seen).toMatchObject({ pings: 1, silent: 0 });
  clock.advance(lastChanceMs);
  expect(seen).toMatchObject({ pings: 1, silent: 1 });
});

it('is content with anything that is heard, also at the last moment', () => {
  const { clock, seen, watch } = stage();
  watch.wake();
  for (let time = 0; time < 10; time += 1) {
    clock.advance(2 * hostPatienceMs);
    watch.heard();
    clock.advance(lastChanceMs);
  }
  expect(seen.silent).toBe(0);
  expect(seen.pings).toBeGreaterThan(5);
});

it('rests when nothing is awaited, or it was stopped', () => {
  const { clock, seen, watch } = stage();
  seen.isAwaited = false;
  watch.wake();
  clock.advance(10 * hostPatienceMs);
  seen.isAwaited = true;
  clock.advance(10 * hostPatienceMs);
  watch.wake();
  watch.stop();
  clock.advance(10 * hostPatienceMs);
  expect(seen).toMatchObject({ pings: 0, silent: 0 });
});
