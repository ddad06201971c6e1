/**
 * Whether a host that is asked something is there at all: one that has said nothing for a while is
 * asked how it is, and one that does not answer that either hangs.
 *
 * @spec kernel 7
 */
import type { Clock } from '../runtime/host/host.ts';

/** A host that does not say within so long how it is does nothing else either. */
export const hostPatienceMs = 10_000;
/** Whoever was stopped itself has the answer, and needs a moment to read it. */
export const lastChanceMs = 1_000;

export interface HostWatch {
  /** Something was asked. */
  wake(): void;
  /** The host said something, whatever it is. */
  heard(): void;
  stop(): void;
}

export interface HostWatchHooks {
  /** Whether anything was asked that is not answered. */
  readonly isAwaited: () => boolean;
  readonly ping: () => void;
  readonly onSilent: () => void;
}

export function createHostWatch(clock: Clock, hooks: HostWatchHooks): HostWatch {
  let timer: unknown = null;
  let isPinged = false;
  const arm = (delayMs: number, then: () => void): void => {
    timer = clock.setTimeout(() => {
      timer = null;
      then();
    }, delayMs);
  };
  const look = (): void => {
    if (!hooks.isAwaited()) return;
    if (isPinged) {
      arm(lastChanceMs, judge);
      return;
    }
    isPinged = true;
    arm(hostPatienceMs, look);
    hooks.ping();
  };
  const judge = (): void => {
    if (isPinged) hooks.onSilent();
    else if (hooks.isAwaited()) arm(hostPatienceMs, look);
  };
  return {
    wake() {
      if (timer === null) arm(hostPatienceMs, look);
    },
    heard() {
      isPinged = false;
    },
    stop() {
      if (timer !== null) clock.clearTimeout(timer);
      timer = null;
    },
  };
}
