/**
 * Ends a process tree: a polite signal to all of it, a grace, then SIGKILL until nobody is left.
 *
 * @spec timeline execution semantics
 */
import type { Clock, Host } from '../../runtime/host/host.ts';

const lookEveryMs = 20;
/** Descendants that outlive a politely ended root get this much more, at most. */
const straggleMs = 500;
/** What SIGKILL has not ended by now, nothing will. */
export const killPatienceMs = 3_000;

export interface TreeRoot {
  readonly pid: number;
  /** The system has told its wait status. */
  isOver(): boolean;
}

/**
 * True when the root had to be killed. `graceMs` is asked again all the time, since a second
 * Ctrl-C shortens it.
 */
export async function endTree(
  host: Host,
  root: TreeRoot,
  signal: string,
  graceMs: () => number,
): Promise<boolean> {
  const beganMs = host.clock.monotonicMs();
  const isGraceOver = (): boolean => host.clock.monotonicMs() - beganMs >= graceMs();
  if (graceMs() > 0) {
    const pids = host.processes.tree(root.pid);
    for (const pid of pids) host.processes.signal(pid, signal);
    // A paused process takes no signal but these two.
    for (const pid of pids) host.processes.signal(pid, 'SIGCONT');
    while (!root.isOver() && !isGraceOver()) await pause(host.clock, lookEveryMs);
    const overMs = host.clock.monotonicMs();
    while (
      root.isOver() &&
      !isGraceOver() &&
      host.clock.monotonicMs() - overMs < straggleMs &&
      host.processes.tree(root.pid).length > 0
    ) {
      await pause(host.clock, lookEveryMs);
    }
  }
  const killed = !root.isOver();
  await killTree(host, root, killPatienceMs);
  return killed;
}

/** Kills until nobody is left, or the patience ends. */
export async function killTree(host: Host, root: TreeRoot, patienceMs: number): Promise<void> {
  const beganMs = host.clock.monotonicMs();
  for (;;) {
    const pids = host.processes.tree(root.pid);
    if (pids.length === 0 && root.isOver()) return;
    if (host.clock.monotonicMs() - beganMs >= patienceMs) return;
    for (const pid of pids) host.processes.signal(pid, 'SIGKILL');
    await pause(host.clock, lookEveryMs);
  }
}

export function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => void clock.setTimeout(resolve, delayMs));
}
