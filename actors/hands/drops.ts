/**
 * Losses that come by the thousand are told as sums: the first at once, and what follows of the same
 * reason once a second.
 *
 * @spec kernel 7.5
 */
import type { Clock } from '../../runtime/host/host.ts';

export const tellDropsMs = 1_000;

export interface Drops {
  add(reason: string, count: number): void;
  /** Tells what is untold. */
  flush(): void;
}

interface Sum {
  count: number;
  timer: unknown;
}

export function createDrops(
  clock: Clock,
  tell: (reason: string, droppedCount: number) => void,
): Drops {
  const sums = new Map<string, Sum>();

  function due(reason: string, sum: Sum): void {
    if (sum.count === 0) {
      sums.delete(reason);
      return;
    }
    tell(reason, sum.count);
    sum.count = 0;
    sum.timer = clock.setTimeout(() => due(reason, sum), tellDropsMs);
  }

  return {
    add(reason, count) {
      const sum = sums.get(reason);
      if (sum !== undefined) {
        sum.count += count;
        return;
      }
      const first: Sum = { count, timer: undefined };
      sums.set(reason, first);
      due(reason, first);
    },
    flush() {
      for (const [reason, { count, timer }] of sums) {
        clock.clearTimeout(timer);
        if (count > 0) tell(reason, count);
      }
      sums.clear();
    },
  };
}
