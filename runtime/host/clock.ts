/**
 * Real time. A timer never fires early: libuv rounds to whole milliseconds and may be up to one
 * too soon, so each timer looks at the monotonic clock first and waits for the rest.
 *
 * @spec reliability simulation
 */
import { readFileSync } from 'node:fs';
import type { Clock } from './host.ts';

/** Node turns a longer delay into 1 ms, so longer ones are waited for in pieces. */
const longestTimerMs = 2 ** 31 - 1;

interface Timer {
  handle: NodeJS.Timeout | undefined;
}

export function createSystemClock(): Clock {
  const origin = bootId();
  return {
    ...(origin === null ? {} : { origin }),
    monotonicMs,
    wallMs: () => Date.now(),
    setTimeout(fn, delayMs) {
      const wanted = Number.isFinite(delayMs) ? Math.max(0, delayMs) : longestTimerMs;
      const dueMs = monotonicMs() + wanted;
      const timer: Timer = { handle: undefined };
      const wait = (): void => {
        const restMs = dueMs - monotonicMs();
        if (restMs <= 0) {
          timer.handle = undefined;
          fn();
          return;
        }
        timer.handle = setTimeout(wait, Math.min(Math.ceil(restMs), longestTimerMs));
      };
      timer.handle = setTimeout(wait, Math.min(Math.ceil(wanted), longestTimerMs));
      return timer;
    },
    clearTimeout(handle) {
      if (isTimer(handle)) clearTimeout(handle.handle);
    },
  };
}

/** What `performance.now` counts from; asking the system itself each time costs three times as much. */
const beganMs = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** The same clock in every process of this host: time since boot, as the kernel tells it. */
export function monotonicMs(): number {
  return beganMs + performance.now();
}

/** Linux names each boot; elsewhere nobody does. */
function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return null;
  }
}

function isTimer(handle: unknown): handle is Timer {
  return typeof handle === 'object' && handle !== null && 'handle' in handle;
}
