/**
 * Ends everything of a run. First all members are found and stopped until a pass finds nobody
 * new, since a stopped process cannot fork away; then the control group and each member are
 * killed; and it looks again until it has been quiet for a while, because a child may have been
 * in the middle of its birth.
 *
 * @spec reliability orphans
 */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Leftover } from '../../machines/hands/messages.ts';
import { monotonicMs } from '../host/clock.ts';
import { hasProc, readProcess, readProcessTable } from '../host/process-table.ts';
import { membersOf } from '../host/process-tree.ts';
import { killRunCgroup, type RunCgroup, removeRunCgroup } from '../host/run-cgroup.ts';
import { carriesTag } from '../host/run-tag.ts';
import { removeRunDirectory } from './run-directory.ts';

/** How long nobody new must show up: a spawn may be under way as the head dies, not as it closes. */
export const quietMs = { afterDeath: 300, atClose: 40 } as const;
const pauseMs = 20;
/** What is not dead by now sleeps where no signal reaches it. */
const patienceMs = 5_000;
const freezePassesMax = 50;

export interface RunTraces {
  readonly runId: string;
  readonly scratch: string | null;
  readonly cgroup: RunCgroup | null;
  /** Process id to start, of those seen to belong; grows while sweeping. */
  readonly known: Map<number, string>;
  /** Whom to spare: the head, the guardian. */
  readonly spared: ReadonlySet<number>;
  readonly headPid: number;
}

/** Resolves when nothing of the run is left, or with what could not be ended or removed. */
export async function sweepRun(traces: RunTraces, quiet: number): Promise<readonly Leftover[]> {
  const beganMs = monotonicMs();
  let busyMs = beganMs;
  for (;;) {
    const alive = freeze(traces);
    if (traces.cgroup !== null) killRunCgroup(traces.cgroup, traces.headPid);
    for (const pid of alive) signalKnown(traces, pid, 'SIGKILL');
    // Last of all: should we be killed, too, whoever goes on knows by its record what is left.
    const isEnded = alive.length === 0 && isCgroupGone(traces);
    if (traces.scratch !== null && isEnded) removeRunDirectory(traces.scratch);
    const nowMs = monotonicMs();
    if (alive.length > 0) busyMs = nowMs;
    const isQuiet = nowMs - busyMs >= quiet && isCgroupGone(traces);
    if (isQuiet || nowMs - beganMs >= patienceMs) return leftovers(traces, alive);
    await sleep(pauseMs);
  }
}

/** Members found in passes, each pass stopping the new ones, until a pass finds nobody new. */
function freeze(traces: RunTraces): readonly number[] {
  const frozen = new Set<number>(stopFugitives(traces));
  for (let pass = 0; pass < freezePassesMax; pass++) {
    const table = readProcessTable();
    const found = membersOf(table, {
      known: traces.known,
      carriesTag: (pid) => carriesTag(pid, traces.runId),
      excluded: traces.spared,
    }).filter((pid) => !frozen.has(pid));
    if (found.length === 0) break;
    for (const pid of found) {
      const start = table.get(pid)?.start;
      if (start === undefined) continue;
      traces.known.set(pid, start);
      frozen.add(pid);
      signalKnown(traces, pid, 'SIGSTOP');
    }
  }
  return [...frozen];
}

/**
 * A program that forks and ends all the time is gone before a table of everybody is read, so
 * those who carry the tag are stopped on sight, the youngest first.
 */
function stopFugitives(traces: RunTraces): readonly number[] {
  if (!hasProc) return [];
  const youngestFirst = readdirSync('/proc').map(Number).filter(Number.isInteger);
  youngestFirst.sort((a, b) => b - a);
  return youngestFirst.filter((pid) => {
    if (traces.spared.has(pid) || !carriesTag(pid, traces.runId)) return false;
    const start = readProcess(pid)?.start;
    if (start === undefined) return false;
    traces.known.set(pid, start);
    signalKnown(traces, pid, 'SIGSTOP');
    return true;
  });
}

function signalKnown(traces: RunTraces, pid: number, signal: NodeJS.Signals): void {
  const start = traces.known.get(pid);
  if (start === undefined || readProcess(pid)?.start !== start) return;
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone, or another user's; the next look tells which.
  }
}

function isCgroupGone(traces: RunTraces): boolean {
  return traces.cgroup === null || removeRunCgroup(traces.cgroup);
}

function leftovers(traces: RunTraces, alive: readonly number[]): readonly Leftover[] {
  const left: Leftover[] = alive.map((pid) => ({
    kind: 'process',
    name: String(pid),
    reason: 'It is still there 5 s after SIGKILL, or belongs to another user.',
  }));
  if (traces.cgroup !== null && !isCgroupGone(traces)) {
    left.push({ kind: 'cgroup', name: traces.cgroup.run, reason: 'It still has members.' });
  }
  const reason = traces.scratch === null ? null : removeRunDirectory(traces.scratch);
  if (traces.scratch !== null && reason !== null) {
    left.push({ kind: 'file', name: traces.scratch, reason });
  }
  return left;
}
