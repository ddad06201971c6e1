/**
 * A control group of the run's own, a child of the one we are in, with a part for the target and
 * one for helpers. No controller is switched on: it is only a net that no process can leave by
 * forking, and that the kernel can kill as a whole.
 *
 * @spec reliability orphans
 */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface RunCgroup {
  /** Our own group, where the head and the guardian stay. */
  readonly home: string;
  readonly run: string;
  readonly target: string;
  readonly helpers: string;
}

/** Creates the group and proves by doing it that processes can be moved in and out. */
export function createRunCgroup(runId: string): RunCgroup | null {
  const home = homeCgroup();
  if (home === null) return null;
  const run = join(home, `ambush-${runId}`);
  const group = { home, run, target: join(run, 'target'), helpers: join(run, 'helpers') };
  try {
    mkdirSync(run);
    if (!existsSync(join(run, 'cgroup.kill'))) throw new Error('This kernel has no cgroup.kill.');
    mkdirSync(group.target);
    mkdirSync(group.helpers);
    joinCgroup(group.target, process.pid);
    joinCgroup(group.home, process.pid);
    return group;
  } catch {
    tryMove(group.home, process.pid);
    removeRunCgroup(group);
    return null;
  }
}

/** Throws when the system does not allow it. */
export function joinCgroup(group: string, pid: number): void {
  writeFileSync(join(group, 'cgroup.procs'), String(pid));
}

/** Runs `spawn` while we ourselves are in the group, so that the child is born into it. */
export function bornInto<Value>(
  group: RunCgroup | null,
  part: 'target' | 'helpers',
  spawn: () => Value,
): Value {
  if (group === null || !tryMove(group[part], process.pid)) return spawn();
  try {
    return spawn();
  } finally {
    tryMove(group.home, process.pid);
  }
}

export function cgroupMembers(group: string): readonly number[] {
  try {
    return readFileSync(join(group, 'cgroup.procs'), 'latin1')
      .split('\n')
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}

/** Kills every process in the group at once, forks in flight included. */
export function killRunCgroup(group: RunCgroup, spared: number): void {
  tryMoveOut(group, spared);
  try {
    writeFileSync(join(group.run, 'cgroup.kill'), '1');
  } catch {
    // The group is gone, or the kernel refuses: the sweep that follows is the second net.
  }
}

/** True when no trace of it is left; false while a process in it is still dying. */
export function removeRunCgroup(group: RunCgroup): boolean {
  for (const directory of [group.target, group.helpers, group.run]) {
    try {
      rmdirSync(directory);
    } catch {
      // It is busy or already gone, which the check below tells apart.
    }
  }
  return !existsSync(group.run);
}

/** The head is inside only while it spawns; should it be caught there, it leaves first. */
function tryMoveOut(group: RunCgroup, pid: number): void {
  const inside = [group.target, group.helpers].some((part) => cgroupMembers(part).includes(pid));
  if (inside) tryMove(group.home, pid);
}

function tryMove(group: string, pid: number): boolean {
  try {
    joinCgroup(group, pid);
    return true;
  } catch {
    return false;
  }
}

/** Directory of the version 2 group that this process is in, wherever it is mounted. */
function homeCgroup(): string | null {
  try {
    return homeOf(
      readFileSync('/proc/self/mountinfo', 'utf8'),
      readFileSync('/proc/self/cgroup', 'utf8'),
    );
  } catch {
    return null;
  }
}

export function homeOf(mountinfo: string, membership: string): string | null {
  const own = /^0::(\/.*)$/m.exec(membership)?.[1];
  for (const line of mountinfo.split('\n')) {
    const [before, after] = line.split(' - ');
    const [, , , root, mount] = before?.split(' ') ?? [];
    if (after?.startsWith('cgroup2 ') !== true || own === undefined) continue;
    if (root === undefined || mount === undefined) continue;
    const inside = root === '/' ? own : own.startsWith(root) ? own.slice(root.length) : null;
    if (inside !== null && !inside.startsWith('/..')) return join(unescapeMount(mount), inside);
  }
  return null;
}

function unescapeMount(path: string): string {
  return path.replace(/\\([0-7]{3})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 8)),
  );
}
