/**
 * How the target comes to life: with plain pipes, or in a terminal that is a pane, too. Then its life
 * is the target hand's, what it shows and is told is the pane hand's, and both see the same bytes.
 *
 * @spec timeline execution semantics
 */
import type { HandsCommand } from '../../machines/hands/messages.ts';
import { targetPaneId } from '../../machines/timeline/input/input.ts';
import { politeNice } from '../../machines/timeline/plan.ts';
import type { Child, Host, Terminal } from '../../runtime/host/host.ts';
import type { PaneHand } from './pane-hand.ts';

type Start = Extract<HandsCommand, { do: 'target.start' }>;

export interface Started {
  readonly child: Child;
  /** Whoever listens does so: what was printed meanwhile comes now. */
  flow(): void;
}

export async function startTarget(
  host: Host,
  panes: Pick<PaneHand, 'adopt'>,
  { program, policy, meta }: Start,
): Promise<Started | { readonly error: string }> {
  const { command, args, cwd, env } = program;
  const where = cwd === undefined ? {} : { cwd };
  const nice = policy.priority === 'polite' ? politeNice : 0;
  const spec = { command, args, ...where, env, nice, role: 'target' } as const;
  if (policy.pane === undefined) {
    const child = await host.processes.spawn(spec);
    return 'error' in child ? child : { child, flow() {} };
  }
  const { cols, rows, cli } = policy.pane;
  const opened = await host.processes.terminal({ ...spec, cols, rows });
  if ('error' in opened) return opened;
  const { child, shown, flow } = shareTerminal(opened);
  const pane = { command, args, cwd: cwd ?? null, env, cols, rows, cli, readOnly: false, nice };
  panes.adopt({ key: meta.eventId, paneId: targetPaneId, spec: pane, terminal: shown });
  return { child, flow };
}

/** A terminal has one listener; here are two sides of it. */
function shareTerminal(terminal: Terminal): Started & { readonly shown: Terminal } {
  const listeners: ((chunk: Uint8Array) => void)[] = [];
  const exits: Parameters<Terminal['onExit']>[0][] = [];
  return {
    child: {
      pid: terminal.pid,
      // What it is told goes through the pane.
      write: () => false,
      onOutput: (listener) => void listeners.push((chunk) => listener(chunk, 'stdout')),
      onExit: (listener) => void exits.push(listener),
      release: () => terminal.release(),
    },
    shown: {
      ...{ pid: terminal.pid, write: terminal.write, resize: terminal.resize },
      onOutput: (listener) => void listeners.push(listener),
      onExit: (listener) => void exits.push(listener),
      // It ends when the target does.
      release() {},
    },
    flow() {
      terminal.onOutput((chunk) => {
        for (const listener of listeners) listener(chunk);
      });
      terminal.onExit((status) => {
        for (const listener of exits) listener(status);
      });
    },
  };
}
