/**
 * Writes that wait for their pane to come up, as the head has told them to: in order, bounded, each
 * until its own time is over. They go on for three reasons only: an explicit word, the pane that is
 * up again, unless the head holds them, and the end of their time, which drops them.
 *
 * @spec kernel 7.7
 */
import type { PaneOrder } from '../../machines/hands/pane-messages.ts';
import type { Clock } from '../../runtime/host/host.ts';

export type Write = Extract<PaneOrder, { do: 'pane.write' }>;

/** More than this wait for nobody. */
export const deferredMax = 64;

export interface DeferredListener {
  deferred(write: Write, remainingMs: number): void;
  resumed(write: Write, trigger: string, waitedMs: number): void;
  dropped(write: Write, reason: string): void;
}

export interface DeferredWrites {
  /** Whether a write of this key waits. */
  has(key: string): boolean;
  defer(write: Write, remainingMs: number): void;
  /** It waits for a word, whether its pane is up or not. */
  hold(key: string): void;
  /** The word; what cannot go on yet waits for its pane as before. */
  resume(key: string, isUp: boolean): void;
  /** The pane is up. */
  resumeAll(): void;
  drop(key: string, reason: string): void;
  dropAll(reason: string): void;
}

interface Waiting {
  isHeld: boolean;
  readonly write: Write;
  readonly sinceMs: number;
  readonly timer: unknown;
}

export function createDeferredWrites(clock: Clock, listener: DeferredListener): DeferredWrites {
  const waiting = new Map<string, Waiting>();

  function remove(key: string): Waiting | undefined {
    const found = waiting.get(key);
    waiting.delete(key);
    if (found) clock.clearTimeout(found.timer);
    return found;
  }

  function drop(key: string, reason: string): void {
    const found = remove(key);
    if (found) listener.dropped(found.write, reason);
  }

  function resume(key: string, trigger: string): void {
    const found = remove(key);
    if (found) listener.resumed(found.write, trigger, clock.monotonicMs() - found.sinceMs);
  }

  return {
    has: (key) => waiting.has(key),
    defer(write, remainingMs) {
      if (waiting.size >= deferredMax) {
        listener.dropped(write, 'queue_full');
        return;
      }
      const expire = (): void => drop(write.key, 'ttl_expired');
      const timer = clock.setTimeout(expire, remainingMs);
      waiting.set(write.key, { write, sinceMs: clock.monotonicMs(), timer, isHeld: false });
      listener.deferred(write, remainingMs);
    },
    hold(key) {
      const found = waiting.get(key);
      if (found) found.isHeld = true;
    },
    resume(key, isUp) {
      const found = waiting.get(key);
      if (found) found.isHeld = false;
      if (isUp) resume(key, 'explicit');
    },
    resumeAll() {
      for (const [key, { isHeld }] of [...waiting]) if (!isHeld) resume(key, 'pty.up');
    },
    drop,
    dropAll(reason) {
      for (const key of [...waiting.keys()]) drop(key, reason);
    },
  };
}
