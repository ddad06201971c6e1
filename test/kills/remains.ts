/**
 * What is left of a run or of a host that somebody was killed of: its processes, files and control
 * groups, as the machine has them, and its log.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homeOf } from '../../runtime/host/run-cgroup.ts';
import { openLog } from '../../runtime/record/log-reader.ts';

/** After which nothing may be left. */
export const goneWithinMs = 1_000;
const birthPatienceMs = 20_000;

export type Part = 'head' | 'daemon' | 'guardian';

/** Who is killed, in one instant or the last a little later. */
export const victims = {
  head: ['head'],
  daemon: ['daemon'],
  guardian: ['guardian'],
  'head and daemon': ['head', 'daemon'],
  'head and guardian': ['head', 'guardian'],
  'all three': ['head', 'daemon', 'guardian'],
  'hands, then head': ['daemon', 'guardian', 'head'],
} as const satisfies Readonly<Record<string, readonly Part[]>>;
export type Victim = keyof typeof victims;

export function includesHead(victim: Victim): boolean {
  return victims[victim].some((part) => part === 'head');
}

/** Our own processes, by the file that Node runs. */
const files: Readonly<Record<Part, string>> = {
  head: 'bin/head.js',
  daemon: 'bin/daemon.js',
  guardian: 'guardian/main.js',
};

/** The process id of it as soon as there is one; throws when there never was. */
export async function bornAs(part: Part, mark: string, runIds: Set<string>): Promise<number> {
  const beganMs = performance.now();
  while (performance.now() - beganMs < birthPatienceMs) {
    const found = remains(mark, runIds).find(({ words }) => words[1]?.endsWith(files[part]));
    if (found !== undefined) return found.pid;
    await sleep(2);
  }
  throw new Error(`No ${part} within ${birthPatienceMs} ms.`);
}

export interface Remain {
  readonly pid: number;
  readonly words: readonly string[];
  toString(): string;
}

/**
 * What belongs to the run: by environment, by arguments, and by the arguments of our own
 * processes, of which the run's id is kept.
 */
export function remains(mark: string, runIds: Set<string>): readonly Remain[] {
  return pids().flatMap((pid) => {
    const words = read(`/proc/${pid}/cmdline`).split('\0');
    const isMarked = read(`/proc/${pid}/environ`).split('\0').includes(`KILL_TEST=${mark}`);
    const runId = /"runId":"([^"]+)"/.exec(words[2] ?? '')?.[1];
    if (isMarked && runId !== undefined) runIds.add(runId);
    // The guardian, whose environment is empty, and whoever stands in for it.
    const isGuardian = words.some((word) => runIds.has(word));
    if (!isMarked && !isGuardian && !words.includes(mark)) return [];
    return [{ pid, words, toString: () => `${pid} ${words.join(' ')}` }];
  });
}

/** Control groups of these runs. */
export function groupsOf(runIds: ReadonlySet<string>): readonly string[] {
  const home = homeOf(read('/proc/self/mountinfo'), read('/proc/self/cgroup'));
  if (home === null) return [];
  return readdirSync(home).filter((name) => [...runIds].some((id) => name === `ambush-${id}`));
}

export async function untilGone(
  sinceMs: number,
  look: () => readonly (Remain | string)[],
): Promise<readonly string[]> {
  let left = look();
  while (left.length > 0 && performance.now() - sinceMs < 3 * goneWithinMs) {
    await sleep(20);
    left = look();
  }
  return left.map(String);
}

/** The log reads to its last whole line; before the first there may be none. */
export function readLog(file: string): {
  readonly reached: readonly string[];
  faults: readonly string[];
} {
  if (!existsSync(file)) return { reached: [], faults: [] };
  const opened = openLog(file);
  if (!opened.ok) {
    const isEmpty = readFileSync(file).length === 0;
    return { reached: [], faults: isEmpty ? [] : [`log: ${JSON.stringify(opened.problems)}`] };
  }
  const reached = [...opened.value.events()].map(({ type }) => type);
  const { damage } = opened.value;
  opened.value.close();
  const isTorn = damage === null || damage.ordinary;
  return { reached, faults: isTorn ? [] : [`log: ${JSON.stringify(damage)}`] };
}

export function within<Value>(promise: Promise<Value>, ms: number): Promise<Value | undefined> {
  return Promise.race([promise, sleep(ms).then(() => undefined)]);
}

function pids(): readonly number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
