/**
 * The clock as one life of the head has it: counted from the boot of its machine; what it set
 * does not ring once it is dead. Its log has one of its own, whose timers are not the kernel's.
 */
import type { Clock } from '../../../runtime/host/host.ts';
import type { SimClock } from '../kernel/sim-clock.ts';
import type { World } from '../kernel/world.ts';

export class LifeClock implements Clock {
  readonly origin: string;
  readonly #clock: SimClock;
  readonly #bootMs: number;
  readonly #isAlive: () => boolean;

  constructor(clock: SimClock, bootMs: number, isAlive: () => boolean) {
    this.#clock = clock;
    this.#bootMs = bootMs;
    this.#isAlive = isAlive;
    this.origin = `boot at ${bootMs}`;
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs() - this.#bootMs;
  }

  wallMs(): number {
    return this.#clock.wallMs();
  }

  setTimeout(fn: () => void, delayMs: number): unknown {
    const ring = (): void => {
      if (this.#isAlive()) fn();
    };
    return this.#clock.setTimeout(ring, delayMs);
  }

  clearTimeout(handle: unknown): void {
    this.#clock.clearTimeout(handle);
  }
}

/** What the log waits for is a call from outside, in which a head may die. */
export function logClock(clock: Clock, world: World, isAlive: () => boolean): Clock {
  return {
    monotonicMs: () => clock.monotonicMs(),
    wallMs: () => clock.wallMs(),
    setTimeout(fn, delayMs) {
      const handle = { isSet: true };
      const ring = (): void => {
        if (!handle.isSet || !isAlive()) return;
        world.call({ ask: 'look', at: 'flush' }, () => {
          fn();
          return null;
        });
      };
      world.clock.deliver(ring, delayMs, 4);
      return handle;
    },
    clearTimeout(handle) {
      if (handle) (handle as { isSet: boolean }).isSet = false;
    },
  };
}
