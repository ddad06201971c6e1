/**
 * What a host has outside of the directory of its run: the lock, the socket, and the file for its
 * last words. Whoever outlives a host that was killed removes them, and nothing of the next host,
 * which may be starting at this very moment.
 *
 * @spec reliability orphans
 */
import { linkSync, lstatSync, renameSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  draftOf,
  type Holder,
  isAlive,
  isSame,
  readLock,
  removeLockOf,
} from '../bridge/socket-lock.ts';
import { monotonicMs } from '../host/clock.ts';

export interface HostFiles {
  readonly host: Holder;
  readonly lock: string;
  /** Removed where they are empty: a socket is, and so are last words that were not said. */
  readonly files: readonly string[];
  /** Wall time in milliseconds; what was made later is of another host. */
  readonly madeBeforeMs: number;
}

/** The pipe of a process that is killed ends a moment before the process. */
export const deathPatienceMs = 300;
const lookEveryMs = 10;

/** Resolves when the host is dead and its files are gone, or when it lives all the same. */
export async function forgetOnceDead(traces: HostFiles | null): Promise<void> {
  if (traces === null) return;
  const beganMs = monotonicMs();
  while (isAlive(traces.host) && monotonicMs() - beganMs < deathPatienceMs) {
    await sleep(lookEveryMs);
  }
  forgetDeadHost(traces);
}

/** Nothing is done while the host lives, or when another one has taken its lock. */
export function forgetDeadHost({ host, lock, files, madeBeforeMs }: HostFiles): void {
  const holder = readLock(lock);
  if (isAlive(host) || (holder !== null && !isSame(holder, host))) return;
  for (const file of files) removeOld(file, madeBeforeMs);
  rmSync(draftOf(lock, host.pid), { force: true });
  removeLockOf(host, lock);
}

/** Moved away first, and judged again then: in between another host may have made its own. */
function removeOld(path: string, madeBeforeMs: number): void {
  const aside = `${path}.${process.pid}.old`;
  try {
    if (!isOld(path, madeBeforeMs)) return;
    renameSync(path, aside);
    if (!isOld(aside, madeBeforeMs)) linkSync(aside, path);
  } catch {
    // Somebody else was faster.
  } finally {
    rmSync(aside, { force: true });
  }
}

function isOld(path: string, madeBeforeMs: number): boolean {
  const { size, mtimeMs } = lstatSync(path);
  return size === 0 && mtimeMs < madeBeforeMs;
}
