/**
 * A clock for one actor on a walk: time stands still until it is told to go on, and the waits
 * that are pending can be read.
 *
 * @spec reliability simulation
 */

export interface StepClock {
  setTimeout(fn: () => void, delayMs: number): unknown;
  clearTimeout(handle: unknown): void;
  /** The lengths of the waits that are pending, shortest first. */
  pending(): readonly number[];
  /** Lets so many milliseconds pass, and fires what falls due, in order. */
  advance(ms: number): void;
}

interface Wait {
  readonly fn: () => void;
  readonly dueMs: number;
  readonly delayMs: number;
}

export function createStepClock(): StepClock {
  const waits = new Set<Wait>();
  let nowMs = 0;

  function nextDue(untilMs: number): Wait | undefined {
    const due = [...waits].filter(({ dueMs }) => dueMs <= untilMs);
    return due.sort((a, b) => a.dueMs - b.dueMs)[0];
  }

  return {
    setTimeout(fn, delayMs) {
      const wait = { fn, dueMs: nowMs + delayMs, delayMs };
      waits.add(wait);
      return wait;
    },
    clearTimeout(handle) {
      waits.delete(handle as Wait);
    },
    pending: () => [...waits].map(({ delayMs }) => delayMs).sort((a, b) => a - b),
    advance(ms) {
      const untilMs = nowMs + ms;
      for (let wait = nextDue(untilMs); wait; wait = nextDue(untilMs)) {
        waits.delete(wait);
        nowMs = wait.dueMs;
        wait.fn();
      }
      nowMs = untilMs;
    },
  };
}
