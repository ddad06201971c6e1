/**
 * The signals that a program in a pane may be ended with: those that Linux has by name.
 *
 * @spec kernel 7.3
 */
import type { Problem } from '../kernel/problem.ts';

const names: ReadonlySet<string> = new Set(
  [
    ...['HUP', 'INT', 'QUIT', 'ILL', 'TRAP', 'ABRT', 'IOT', 'BUS', 'FPE', 'KILL', 'USR1', 'SEGV'],
    ...['USR2', 'PIPE', 'ALRM', 'TERM', 'CHLD', 'STKFLT', 'CONT', 'STOP', 'TSTP', 'TTIN', 'TTOU'],
    ...['URG', 'XCPU', 'XFSZ', 'VTALRM', 'PROF', 'WINCH', 'IO', 'POLL', 'PWR', 'SYS'],
  ].map((name) => `SIG${name}`),
);

/** What to say of a signal that there is not; null for one that there is. */
export function signalProblem(name: string): Problem | null {
  if (names.has(name)) return null;
  return {
    code: 'UNKNOWN_SIGNAL',
    message: `Expected the name of a signal, got ${name}.`,
    hint: 'Try SIGTERM, SIGINT, SIGHUP or SIGKILL.',
  };
}
