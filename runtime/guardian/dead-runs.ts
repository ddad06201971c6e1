/**
 * Runs whose guardian, daemon and head were killed together, and whoever stood in for them: nobody
 * was left to end what was theirs. Each run's directory names them, and the guardian that starts next
 * ends what it finds.
 *
 * @spec reliability orphans
 */
import { lstatSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasProc, readProcess } from '../host/process-table.ts';
import type { RunCgroup } from '../host/run-cgroup.ts';
import { carriesTag } from '../host/run-tag.ts';
import { parentDirectory } from './run-directory.ts';
import { quietMs, sweepRun } from './sweep.ts';

const recordName = 'run.json';
const runIdShape = /^[0-9a-f-]{36}$/;

interface RunRecord {
  readonly runId: string;
  /** Who answers for the run: its guardian and the process that started it. */
  readonly keepers: readonly { readonly pid: number; readonly start: string }[];
  /** Process ids mean nothing in another namespace, such as that of a container. */
  readonly namespace: string;
  /** The group above that of the run, or null where there is none. */
  readonly home: string | null;
}

/** Written by the guardian as soon as there is a directory. */
export function recordRun(
  scratch: string,
  { runId, headPid, cgroup }: { runId: string; headPid: number; cgroup: RunCgroup | null },
): void {
  if (!hasProc) return;
  const keepers = [process.pid, headPid].map((pid) => ({
    pid,
    start: readProcess(pid)?.start ?? '',
  }));
  const record: RunRecord = { runId, keepers, namespace: namespace(), home: cgroup?.home ?? null };
  writeFileSync(join(scratch, recordName), JSON.stringify(record), { mode: 0o600, flag: 'wx' });
}

/**
 * Ends what is left of every run of this user whose keepers are dead; resolves to their number.
 * Whoever is about to end itself, `leavingPid`, keeps none any more.
 */
export async function sweepDeadRuns(headPid: number, leavingPid?: number): Promise<number> {
  if (!hasProc) return 0;
  let count = 0;
  for (const name of readdirSync(parentDirectory())) {
    if (!/^ambush-\w{6}$/.test(name)) continue;
    const scratch = join(parentDirectory(), name);
    const isSwept = await sweepDeadRun(scratch, headPid, quietMs.atClose, leavingPid);
    if (isSwept) count += 1;
  }
  return count;
}

/** Whether one who answers for the run of this directory lives. */
export function isKept(scratch: string): boolean {
  return readRecord(scratch)?.keepers.some(isAlive) === true;
}

/** False where there is nothing to do, or somebody is there to do it. */
export async function sweepDeadRun(
  scratch: string,
  headPid: number,
  quiet: number,
  leavingPid?: number,
): Promise<boolean> {
  const record = readRecord(scratch);
  if (record === null) return false;
  if (record.keepers.some((keeper) => keeper.pid !== leavingPid && isAlive(keeper))) return false;
  const { runId, home } = record;
  // Whoever starts a run from a terminal that outlived its own must not end itself.
  if (carriesTag(headPid, runId)) return false;
  const spared = new Set([process.pid, headPid]);
  const cgroup = home === null ? null : groupOf(home, runId);
  await sweepRun({ runId, scratch, cgroup, known: new Map(), spared, headPid }, quiet);
  return true;
}

/** Null for a directory that is none of ours, or tells nothing. */
function readRecord(scratch: string): RunRecord | null {
  try {
    const stats = lstatSync(scratch);
    if (!stats.isDirectory() || stats.uid !== process.getuid?.()) return null;
    const record = JSON.parse(readFileSync(join(scratch, recordName), 'utf8')) as RunRecord;
    const isOurs = runIdShape.test(record.runId) && record.namespace === namespace();
    return isOurs && record.keepers.length > 0 ? record : null;
  } catch {
    return null;
  }
}

function isAlive({ pid, start }: RunRecord['keepers'][number]): boolean {
  return readProcess(pid)?.start === start;
}

function namespace(): string {
  return readlinkSync('/proc/self/ns/pid');
}

function groupOf(home: string, runId: string): RunCgroup {
  const run = join(home, `ambush-${runId}`);
  return { home, run, target: join(run, 'target'), helpers: join(run, 'helpers') };
}
