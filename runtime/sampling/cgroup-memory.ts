/**
 * The memory that a container may really use: the tightest limit of the control groups around
 * us, version 1 or 2, which the totals in `/proc/meminfo` know nothing of.
 *
 * @spec timeline backends
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface MemoryLimit {
  readonly limitBytes: number;
  /** Bytes in use that could not be given back by dropping file caches. */
  usedBytes(): number | null;
}

/** Null where no group limits us to less than the host has. */
export function findMemoryLimit(hostBytes: number): MemoryLimit | null {
  const found = [...groupsOf('memory', 'memory.limit_in_bytes'), ...groupsOf(null, 'memory.max')];
  const limits = found.filter((group) => group.limitBytes < hostBytes);
  const tightest = limits.sort((a, b) => a.limitBytes - b.limitBytes)[0];
  if (tightest === undefined) return null;
  const { directory, limitBytes } = tightest;
  return { limitBytes, usedBytes: () => usedIn(directory) };
}

interface Group {
  readonly directory: string;
  readonly limitBytes: number;
}

function groupsOf(controller: string | null, file: string): readonly Group[] {
  const directory = groupDirectory(controller);
  if (directory === null) return [];
  const groups: Group[] = [];
  for (let at = directory.own; at.startsWith(directory.mount); at = dirname(at)) {
    const limitBytes = numberIn(join(at, file));
    if (limitBytes !== null) groups.push({ directory: at, limitBytes });
  }
  return groups;
}

function groupDirectory(controller: string | null): { own: string; mount: string } | null {
  const membership = textOf('/proc/self/cgroup') ?? '';
  const mountinfo = textOf('/proc/self/mountinfo') ?? '';
  return locateGroup(mountinfo, membership, controller);
}

/** `controller` null means version 2. */
export function locateGroup(
  mountinfo: string,
  membership: string,
  controller: string | null,
): { own: string; mount: string } | null {
  const own = membership
    .split('\n')
    .map((line) => /^\d+:([^:]*):(.*)$/.exec(line))
    .find((match) =>
      controller === null ? match?.[1] === '' : match?.[1]?.split(',').includes(controller),
    )?.[2];
  for (const line of mountinfo.split('\n')) {
    const [before, after] = line.split(' - ');
    const [, , , root, mount] = before?.split(' ') ?? [];
    const [kind, , options] = after?.split(' ') ?? [];
    if (own === undefined || root === undefined || mount === undefined) continue;
    const isOurs =
      controller === null
        ? kind === 'cgroup2'
        : kind === 'cgroup' && options?.split(',').includes(controller) === true;
    if (!isOurs) continue;
    const inside = root === '/' ? own : own.startsWith(root) ? own.slice(root.length) : '/';
    return { own: join(mount, inside), mount };
  }
  return null;
}

function usedIn(directory: string): number | null {
  const used =
    numberIn(join(directory, 'memory.current')) ??
    numberIn(join(directory, 'memory.usage_in_bytes'));
  if (used === null) return null;
  const stat = textOf(join(directory, 'memory.stat')) ?? '';
  const droppable =
    /^total_inactive_file (\d+)$/m.exec(stat) ?? /^inactive_file (\d+)$/m.exec(stat);
  return Math.max(0, used - Number(droppable?.[1] ?? 0));
}

function numberIn(path: string): number | null {
  const text = textOf(path)?.trim();
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
}
