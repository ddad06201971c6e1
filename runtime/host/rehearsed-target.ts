/**
 * A target that lives as a script says, on the time of the run: what happens at 12 s happens 12 s
 * after the origin of the timeline, to whichever life of the target there is then.
 *
 * @spec timeline phase 2
 */
import type { SimulatedHost } from './simulated-host.ts';
import type { SimulatedProcess, SimulatedProgram } from './simulated-program.ts';

/** Something that befalls the target, at an offset from the origin of the run. */
export type Fate = { readonly atMs: number } & (
  | { readonly kind: 'crash'; readonly signal: string }
  | { readonly kind: 'exit'; readonly code: number }
  /** From here on, and until `untilMs`, it lives but does not answer its probe. */
  | { readonly kind: 'hang'; readonly untilMs: number }
);

export interface RehearsedTarget {
  readonly program: SimulatedProgram;
  /** The origin of the run lies so far ahead: from there the script counts. */
  begin(host: SimulatedHost, inMs: number): void;
  /** Fates that befell nobody: no life was there then, or the run was over. */
  unmet(): readonly Fate[];
}

/** What a small server takes, so that the figures of the target are not all nothing. */
const usualLoad = { cores: 0.1, rssBytes: 32 * 2 ** 20 };

/** `greeting` is printed by each life at its start, for whoever waits for it. */
export function rehearsedTarget(
  fates: readonly Fate[],
  greeting: string | undefined,
): RehearsedTarget {
  const met = new Set<Fate>();
  let current: SimulatedProcess | null = null;
  let isSilent = false;

  function meet(fate: Fate, alive: readonly number[]): void {
    if (current === null || !alive.includes(current.pid)) return;
    met.add(fate);
    if (fate.kind === 'crash') current.crash(fate.signal);
    else if (fate.kind === 'exit') current.exit(fate.code);
    else quieten(true);
  }

  function quieten(silent: boolean): void {
    isSilent = silent;
    current?.answer(!silent);
  }

  return {
    program(process) {
      current = process;
      process.use(usualLoad);
      process.answer(!isSilent);
      // Nobody listens before the start is told.
      const greet = () => process.print(`${greeting}\n`);
      if (greeting !== undefined) process.clock.setTimeout(greet, 1);
    },
    begin({ clock, processes }, inMs) {
      for (const fate of fates) {
        clock.setTimeout(() => meet(fate, processes.alive()), inMs + fate.atMs);
        if (fate.kind === 'hang' && Number.isFinite(fate.untilMs)) {
          clock.setTimeout(() => quieten(false), inMs + fate.untilMs);
        }
      }
    },
    unmet: () => fates.filter((fate) => !met.has(fate)),
  };
}
