/**
 * Who waits beside the guardian: a shell that reads a pipe. When that ends without a word the guardian
 * was killed, and the shell becomes another one, which ends the run as soon as nobody else is there to
 * do it. So a run whose head, daemon and guardian are killed at once ends all the same.
 *
 * @spec reliability orphans
 */
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasProc } from '../host/process-table.ts';
import { forgetOnceDead, type HostFiles } from './dead-host.ts';
import { isKept, sweepDeadRun } from './dead-runs.ts';
import { quietMs } from './sweep.ts';

/** The word in place of the id of the head that makes a guardian a stand-in. */
export const standInWord = 'stand-in';
const lookEveryMs = 20;
/** Signals of a terminal are ignored by what it becomes, too. */
const script = 'trap "" HUP INT TERM; read -r word; [ "$word" = done ] || exec "$0" "$@"';

export interface StandIn {
  /** The run is over, and nothing is left to be done. */
  dismiss(): void;
}

/** `entry`: the file of the guardian. */
export function startStandIn(
  entry: string,
  runId: string,
  scratch: string,
  host: HostFiles | null,
): StandIn {
  if (!hasProc) return { dismiss: () => {} };
  const become = [process.execPath, entry, runId, standInWord, scratch, JSON.stringify(host)];
  const child = spawn('/bin/sh', ['-c', script, ...become], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Where there is no shell, the next start does its work.
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  child.unref();
  return { dismiss: () => void child.stdin.write('done\n') };
}

/** What the shell becomes. */
export async function standIn(scratch: string, host: HostFiles | null): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
  while (isKept(scratch)) await sleep(lookEveryMs);
  await Promise.all([sweepDeadRun(scratch, process.pid, quietMs.afterDeath), forgetOnceDead(host)]);
}
