/**
 * One process of the target, as the time axis sees it. It is known by its process id *and* its
 * start time, so that a process which later gets the same id is never touched.
 *
 * @spec reliability orphans
 */
import { readFileSync } from 'node:fs';
import { statAfterName } from '../machines/hands/linux-proc.ts';

export interface Victim {
  readonly pid: number;
  /** Sends SIGSTOP; false when it is gone or not ours to signal. */
  stop(): boolean;
  /** Sends SIGCONT if it is stopped, whoever stopped it. */
  resume(): void;
  /** Verified where the system tells, else what we last sent. */
  isStopped(): boolean;
  isAlive(): boolean;
}

/** Null when there is no such process. */
export function victimOf(pid: number): Victim | null {
  const born = look(pid);
  if (born === null) return null;
  let stopped = false;
  const current = (): Look | null => {
    const now = look(pid);
    return now !== null && now.started === born.started ? now : null;
  };
  return {
    pid,
    stop: () => {
      if (current() === null) return false;
      stopped = signal(pid, 'SIGSTOP');
      return stopped;
    },
    resume: () => {
      const now = current();
      if (now !== null && (stopped || now.state === 'T')) signal(pid, 'SIGCONT');
      stopped = false;
    },
    isStopped: () => {
      const now = current();
      return now !== null && (now.state === '' ? stopped : now.state === 'T' || now.state === 't');
    },
    isAlive: () => current() !== null,
  };
}

interface Look {
  /** Letter of the process state; empty where the system does not tell. */
  readonly state: string;
  readonly started: string;
}

function look(pid: number): Look | null {
  if (process.platform !== 'linux') {
    return signal(pid, 0) ? { state: '', started: '' } : null;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = statAfterName(stat).split(' ');
    const state = fields[0] ?? '';
    return state === 'Z' || state === 'X' ? null : { state, started: fields[19] ?? '' };
  } catch {
    return null;
  }
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
