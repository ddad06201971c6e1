/**
 * Writes into a terminal in order: what it takes only in part goes on where it stopped, and nothing
 * of another text comes between. Whoever writes hears when the terminal has taken the last byte,
 * that it took none for five seconds, or that it is gone.
 *
 * @spec kernel 7.5
 */

/** A program that took no byte for so long does not read. */
export const stuckMs = 5_000;
/** A terminal that is full is asked again after so long, twice as long each time up to the last. */
const againMs = { first: 1, last: 20 } as const;

export type WriteOutcome = 'taken' | 'stuck' | 'gone';
/** How many bytes it had taken by then. */
export type WriteDone = (outcome: WriteOutcome, takenBytes: number) => void;

export interface WriterWorld {
  readonly clock: {
    monotonicMs(): number;
    setTimeout(fn: () => void, delayMs: number): unknown;
    clearTimeout(handle: unknown): void;
  };
  /** How many of these bytes the terminal took: 0 when it is full, null when it is gone. */
  take(bytes: Uint8Array): number | null;
}

export interface PtyWriter {
  write(bytes: Uint8Array, done: WriteDone): void;
  /** The terminal is gone: whoever waits hears so, and so does everyone after. */
  end(): void;
}

interface Waiting {
  bytes: Uint8Array;
  readonly length: number;
  readonly done: WriteDone;
}

export function createPtyWriter({ clock, take }: WriterWorld): PtyWriter {
  const queue: Waiting[] = [];
  let isOver = false;
  let timer: unknown;
  let againAfterMs: number = againMs.first;
  let tookMs = 0;

  function fail(outcome: 'stuck' | 'gone'): void {
    for (const { bytes, length, done } of queue.splice(0)) done(outcome, length - bytes.length);
  }

  function end(): void {
    isOver = true;
    clock.clearTimeout(timer);
    timer = undefined;
    fail('gone');
  }

  /** Everything that the terminal takes now; the rest later. */
  function flush(): void {
    timer = undefined;
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      const taken = next.bytes.length === 0 ? 0 : take(next.bytes);
      if (taken === null) {
        end();
        return;
      }
      if (taken > 0) {
        tookMs = clock.monotonicMs();
        againAfterMs = againMs.first;
        next.bytes = next.bytes.subarray(taken);
      }
      if (next.bytes.length > 0) {
        wait();
        return;
      }
      queue.shift();
      next.done('taken', next.length);
      // Whoever heard it may have written more, or ended it all.
      if (isOver || timer !== undefined) return;
    }
  }

  function wait(): void {
    if (clock.monotonicMs() - tookMs >= stuckMs) {
      fail('stuck');
      return;
    }
    timer = clock.setTimeout(flush, againAfterMs);
    againAfterMs = Math.min(againMs.last, 2 * againAfterMs);
  }

  return {
    write(bytes, done) {
      if (isOver) return done('gone', 0);
      if (queue.length === 0) tookMs = clock.monotonicMs();
      queue.push({ bytes, length: bytes.length, done });
      if (queue.length === 1) flush();
    },
    end,
  };
}
