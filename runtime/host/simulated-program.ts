/**
 * A program of the simulated host: a function that is given its process and sets timers.
 *
 * @spec reliability simulation
 */
import type { Clock, Random } from './host.ts';

/** What a played process may do and ask. */
export interface SimulatedProcess {
  readonly pid: number;
  readonly args: readonly string[];
  readonly random: Random;
  /** Timers that stand still while the process is paused and are forgotten when it ends. */
  readonly clock: Clock;
  print(text: string, stream?: 'stdout' | 'stderr'): void;
  /** Lines written to its standard input; in a terminal, whatever is written, as it comes. */
  onLine(listener: (line: string) => void): void;
  /** Its terminal has another size. */
  onResize(listener: (cols: number, rows: number) => void): void;
  /** True when the signal was handled, so that it does not end the process. */
  onSignal(listener: (signal: string) => boolean): void;
  exit(code: number): void;
  /** Ends as if by a signal. */
  crash(signal: string): void;
  /** What it takes from now on: cores and resident bytes. */
  use(load: { readonly cores?: number; readonly rssBytes?: number }): void;
  /** Whether it answers its probe; it does until told otherwise. */
  answer(answers: boolean): void;
  /** Not even SIGKILL ends it. */
  resistKill(): void;
}

export type SimulatedProgram = (process: SimulatedProcess) => void;

/** A target that follows a script; without one it runs until it is stopped. */
export interface TargetScript {
  readonly output?: readonly { readonly atMs: number; readonly text: string }[];
  readonly crashAtMs?: number;
  /** Signal of the crash; SIGSEGV unless told otherwise. */
  readonly crashSignal?: string;
  readonly exit?: { readonly atMs: number; readonly code: number };
  readonly ignoresStop?: boolean;
  readonly unkillable?: boolean;
  /** It answers its probe from here on. */
  readonly readyAtMs?: number;
  /** It no longer answers its probe from here on. */
  readonly hangsAtMs?: number;
  readonly cores?: number;
  readonly rssBytes?: number;
}

/** A program from a script; `scripts` are for its lives in order, the last one repeats. */
export function scriptedTarget(...scripts: readonly TargetScript[]): SimulatedProgram {
  let life = 0;
  return (process) => {
    const script = scripts[Math.min(life, scripts.length - 1)] ?? {};
    life += 1;
    process.use({ cores: script.cores ?? 0.1, rssBytes: script.rssBytes ?? 32 * 2 ** 20 });
    if (script.unkillable) process.resistKill();
    if (script.ignoresStop || script.unkillable) process.onSignal(() => true);
    for (const { atMs, text } of script.output ?? []) {
      process.clock.setTimeout(() => process.print(text), atMs);
    }
    const { crashAtMs, exit, readyAtMs, hangsAtMs } = script;
    if (readyAtMs !== undefined) {
      process.answer(false);
      process.clock.setTimeout(() => process.answer(true), readyAtMs);
    }
    if (hangsAtMs !== undefined) process.clock.setTimeout(() => process.answer(false), hangsAtMs);
    if (crashAtMs !== undefined) {
      process.clock.setTimeout(() => process.crash(script.crashSignal ?? 'SIGSEGV'), crashAtMs);
    }
    if (exit) process.clock.setTimeout(() => process.exit(exit.code), exit.atMs);
  };
}
