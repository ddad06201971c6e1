/**
 * Starts, signals and finds the processes of a run. Never through a shell; never a signal to a
 * process that is not known, by id and start, to belong to the run.
 *
 * @spec timeline execution semantics
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { constants } from 'node:os';
import { resolve } from 'node:path';
import { adoptChild } from './child.ts';
import { monotonicMs } from './clock.ts';
import type { SystemGuard } from './guard.ts';
import type { Processes, SpawnSpec } from './host.ts';
import { createPaneTrees } from './pane-trees.ts';
import { lowerPriority } from './priority.ts';
import { hasProc, readProcess, readProcessTable } from './process-table.ts';
import { forgetDead, membersOf } from './process-tree.ts';
import { bornInto, cgroupMembers } from './run-cgroup.ts';
import { carriesTag, tagName, tagValue, targetTag } from './run-tag.ts';
import { terminalsOf } from './terminals.ts';
import { isCoreForbidden } from './wait-status.ts';

/** Between full searches the known members and their children are good enough for sampling. */
const fullSearchEveryMs = 2_000;

export interface SystemProcesses extends Processes {
  /** Like `tree`, at a fraction of the cost; may miss a member for up to two seconds. */
  members(rootPid: number): readonly number[];
}

export function createProcesses(runId: string, guard: SystemGuard): SystemProcesses {
  /** Members of the target's tree and, apart from them, our helpers: process id to start. */
  const known = new Map<number, string>();
  const helpers = new Map<number, string>();
  const coreForbidden = isCoreForbidden();
  const panes = createPaneTrees(runId, guard);
  let searchedAtMs = Number.NEGATIVE_INFINITY;

  const meet = (pid: number, role: SpawnSpec['role']): void => {
    const start = readProcess(pid)?.start;
    if (start === undefined) return;
    panes.forget(pid);
    (role === 'target' ? known : helpers).set(pid, start);
    guard.know(new Map([[pid, start]]), role);
  };
  const tree = (rootPid: number): readonly number[] => {
    searchedAtMs = monotonicMs();
    const table = readProcessTable();
    for (const [pid, start] of helpers) if (table.get(pid)?.start !== start) helpers.delete(pid);
    const grouped = new Set(guard.cgroup === null ? [] : cgroupMembers(guard.cgroup.target));
    const found = membersOf(table, {
      known,
      carriesTag: (pid) => grouped.has(pid) || carriesTag(pid, targetTag(runId)),
      excluded: new Set([process.pid, guard.pid, ...helpers.keys(), ...panes.roots()]),
    });
    const fresh = new Map<number, string>();
    for (const pid of found) {
      const start = table.get(pid)?.start;
      if (start !== undefined && known.get(pid) !== start) fresh.set(pid, start);
    }
    for (const [pid, start] of fresh) known.set(pid, start);
    guard.know(fresh, 'target');
    forgetDead(known, table);
    return rootFirst(rootPid, found);
  };
  const meetTarget = (pid: number): void => meet(pid, 'target');
  return {
    terminal: terminalsOf({ runId, guard, panes, coreForbidden, meetTarget }),
    async spawn(spec) {
      const inherited = process.env[tagName];
      const env = { ...process.env, ...spec.env };
      env[tagName] = tagValue(runId, spec.role, inherited);
      const start = (): ChildProcess | { readonly error: string } => launch(spec, env);
      const child = spec.role === 'target' ? bornInto(guard.cgroup, 'target', start) : start();
      if ('error' in child) return child;
      if (child.pid === undefined) return { error: await errorOf(child) };
      lowerPriority(child.pid, spec.nice);
      meet(child.pid, spec.role);
      return adoptChild(child, child.pid, coreForbidden);
    },
    signal(pid, signal) {
      const start = known.get(pid) ?? helpers.get(pid) ?? panes.startOf(pid);
      return start !== undefined && readProcess(pid)?.start === start && kill(pid, signal);
    },
    tree: (rootPid) => panes.tree(rootPid) ?? tree(rootPid),
    members(rootPid) {
      if (guard.cgroup !== null) return rootFirst(rootPid, cgroupMembers(guard.cgroup.target));
      if (!hasProc || monotonicMs() - searchedAtMs >= fullSearchEveryMs) return tree(rootPid);
      return rootFirst(rootPid, withChildren(known, helpers));
    },
  };
}

function launch(
  spec: SpawnSpec,
  env: NodeJS.ProcessEnv,
): ChildProcess | { readonly error: string } {
  try {
    if (spec.cwd !== undefined && !statSync(spec.cwd).isDirectory()) return { error: 'ENOTDIR' };
    // A path is relative to our directory, not to the one that the program starts in.
    const command = spec.command.includes('/') ? resolve(spec.command) : spec.command;
    return spawn(command, [...spec.args], {
      ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
      env,
      shell: false,
      detached: true,
      windowsHide: true,
      stdio: [spec.role === 'target' ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
  } catch (error) {
    return { error: codeOf(error) };
  }
}

function errorOf(child: ChildProcess): Promise<string> {
  return new Promise((resolveError) => {
    child.once('error', (error) => resolveError(codeOf(error)));
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function kill(pid: number, signal: string): boolean {
  const number = Object.entries(constants.signals).find(([name]) => name === signal)?.[1];
  if (number === undefined) return false;
  try {
    return process.kill(pid, number);
  } catch {
    return false;
  }
}

function rootFirst(rootPid: number, pids: readonly number[]): readonly number[] {
  return pids.includes(rootPid) ? [rootPid, ...pids.filter((pid) => pid !== rootPid)] : pids;
}

/** The living among the known, with the children that each of their threads reports. */
function withChildren(
  known: ReadonlyMap<number, string>,
  helpers: ReadonlyMap<number, string>,
): readonly number[] {
  const found = new Set<number>();
  const queue = [...known].filter(([pid, start]) => readProcess(pid)?.start === start);
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const [pid] = next;
    if (found.has(pid) || helpers.has(pid)) continue;
    found.add(pid);
    for (const child of childrenOf(pid)) queue.push([child, '']);
  }
  return [...found];
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1')
        .split(' ')
        .filter(Boolean)
        .map(Number),
    );
  } catch {
    return [];
  }
}
