/**
 * What the head and its guardian say to each other: one JSON object a line. The end of the
 * guardian's standard input means that the head is dead.
 *
 * @spec reliability orphans
 */
import type { Leftover } from '../../machines/hands/messages.ts';
import type { RunCgroup } from '../host/run-cgroup.ts';

/** How the guardian finds those who belong to the run, the surest first. */
export type OrphanGuard = 'cgroup.kill' | 'environment sweep' | 'process group';

export type GuardianCommand =
  /** Processes that were seen to belong to the run; a helper is moved into the run's group. */
  | {
      readonly do: 'know';
      readonly processes: readonly { readonly pid: number; readonly start: string }[];
      readonly helper: boolean;
    }
  /** Kill what is left, remove every trace, answer `closed` and end. */
  | { readonly do: 'close' };

export type GuardianReport =
  | {
      readonly is: 'ready';
      readonly pid: number;
      readonly method: OrphanGuard;
      readonly scratch: string;
      readonly cgroup: RunCgroup | null;
    }
  | { readonly is: 'failed'; readonly reason: string }
  | { readonly is: 'closed'; readonly leftovers: readonly Leftover[] };
