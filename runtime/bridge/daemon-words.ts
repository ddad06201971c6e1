/**
 * What the daemon says on its standard output before anybody can connect: one line. The end of
 * its standard input means that the head is dead.
 *
 * @spec reliability orphans
 */
import type { Problem } from '../../machines/kernel/problem.ts';
import type { HostFiles } from '../guardian/dead-host.ts';
import type { RunCgroup } from '../host/run-cgroup.ts';

/** Enough for the head to end what is left when the daemon and its guardian die together. */
export interface DaemonReady {
  readonly is: 'ready';
  readonly socket: string;
  readonly guardian: { readonly pid: number; readonly start: string };
  readonly scratch: string;
  readonly cgroup: RunCgroup | null;
  /** How orphans are found. */
  readonly method: string;
}

export type DaemonWord =
  | DaemonReady
  | { readonly is: 'failed'; readonly problems: readonly Problem[] };

/** How a daemon is started: `node daemon.js` and these, as one JSON object. */
export interface DaemonArguments {
  readonly runId: string;
  /** Process id of the head that starts it. */
  readonly headPid: number;
  readonly epoch: number;
  readonly seed: number;
  /** Stressor processes to start right away. */
  readonly stressorsAhead: number;
  /** JavaScript files of the stressor process and of the guardian. */
  readonly stressorEntry: string;
  readonly guardianEntry: string;
  /** What a host in the background leaves when it is killed; null for a run. */
  readonly hostFiles: HostFiles | null;
}

/** What is spoken on its socket. */
export const bridgeSubject = 'bridge';
