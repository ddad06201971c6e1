/**
 * Ctrl-C and its relatives as requests: the first stops the run in order, the second skips the
 * grace period. A request that comes before there is a run to ask is kept for it.
 *
 * @spec timeline execution semantics
 */
import { exitCodes } from './exit-codes.ts';

type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** A closed terminal ends a run as SIGTERM does; only Ctrl-C is a person who may press again. */
const statusOf: Readonly<Record<Signal, number>> = {
  SIGINT: exitCodes.interrupted,
  SIGTERM: exitCodes.terminated,
  SIGHUP: exitCodes.terminated,
};

export interface Interrupts {
  /** Exit status of the first signal; null while none came. */
  status(): number | null;
  /** Who is asked to stop, once for every signal, those before included. */
  attach(interrupt: () => void): void;
  close(): void;
}

/** Listens until closed. `onSignal` is told how often it happened, for the screen. */
export function listenForInterrupts(onSignal: (count: number) => void): Interrupts {
  let status: number | null = null;
  let count = 0;
  let ask: (() => void) | undefined;
  const listeners = Object.keys(statusOf).map((name) => {
    const signal = name as Signal;
    const listener = (): void => {
      count += 1;
      status ??= statusOf[signal];
      onSignal(count);
      ask?.();
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return {
    status: () => status,
    attach(interrupt) {
      ask = interrupt;
      for (let before = 0; before < count; before += 1) interrupt();
    },
    close() {
      for (const forget of listeners) forget();
    },
  };
}
