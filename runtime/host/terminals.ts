/**
 * Opens the terminals of a run: tagged, in the run's control group, known to the guardian from the
 * first moment, at the priority that was asked for.
 *
 * @spec reliability orphans
 */
import { loadPtyLayer, openPty, type Pty } from '../pty/pty.ts';
import { monotonicMs } from './clock.ts';
import type { SystemGuard } from './guard.ts';
import type { Processes, Terminal, TerminalSpec } from './host.ts';
import type { PaneTrees } from './pane-trees.ts';
import { lowerPriority } from './priority.ts';
import { bornInto } from './run-cgroup.ts';
import { tagName, tagValue } from './run-tag.ts';
import { waitStatus } from './wait-status.ts';

export interface TerminalsInput {
  readonly runId: string;
  readonly guard: SystemGuard;
  readonly panes: PaneTrees;
  readonly coreForbidden: boolean;
  /** A process of the target's was born. */
  readonly meetTarget: (pid: number) => void;
}

/** What the writer of a terminal waits by. */
const clock = {
  monotonicMs,
  setTimeout: (fn: () => void, delayMs: number): unknown => setTimeout(fn, delayMs),
  clearTimeout: (handle: unknown) => clearTimeout(handle as NodeJS.Timeout | undefined),
};

/** Of a terminal around ours, or of one that is of another size: none of the program's business. */
const notHandedOn = [
  'TMUX',
  'TMUX_PANE',
  'STY',
  'WINDOW',
  'WINDOWID',
  'TERMCAP',
  'COLUMNS',
  'LINES',
];

export function terminalsOf(input: TerminalsInput): Processes['terminal'] {
  const { guard, panes, coreForbidden } = input;
  return async (spec) => {
    const layer = await loadPtyLayer();
    if (layer === null) return { error: 'ENOTSUP' };
    const isTarget = spec.role === 'target';
    const nth = isTarget ? 0 : panes.next();
    const env = variablesOf(input.runId, spec, nth);
    const pty = bornInto(guard.cgroup, isTarget ? 'target' : 'helpers', () =>
      openPty(layer, { ...spec, env }, clock),
    );
    if ('error' in pty) return pty;
    lowerPriority(pty.pid, spec.nice);
    if (isTarget) input.meetTarget(pty.pid);
    else panes.add(pty.pid, nth);
    return terminalOf(pty, coreForbidden);
  };
}

function terminalOf(pty: Pty, coreForbidden: boolean): Terminal {
  const { pid, write, resize, onOutput, release } = pty;
  return {
    ...{ pid, write, resize, onOutput, release },
    onExit: (listener) =>
      pty.onExit(({ code, signal }) => listener(waitStatus(code, signal, coreForbidden))),
  };
}

function variablesOf(runId: string, spec: TerminalSpec, nth: number): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !notHandedOn.includes(name)) env[name] = value;
  }
  // What the screen of a pane understands.
  env.TERM = 'xterm-256color';
  Object.assign(env, spec.env);
  env[tagName] = tagValue(runId, spec.role, process.env[tagName], nth);
  return env;
}
