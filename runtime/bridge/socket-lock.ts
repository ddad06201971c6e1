/**
 * Who may listen on a socket: the process whose id and start stand in the lock file beside it. A
 * lock whose process is gone is taken over; ids are used again, starts are not. Two that take over
 * at the same moment cannot both win: a file is moved away by one of them only, and whoever moved
 * another file than it had judged puts it back.
 *
 * @spec reliability attacks
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readProcess } from '../host/process-table.ts';
import { isMessage } from './frames.ts';

/** A process, by its id and its start. */
export interface Holder {
  readonly pid: number;
  readonly start: string;
}

/** Each turn loses against somebody who won; that many in a row is no accident. */
const turnsMax = 5;

export interface SocketLock {
  /** Removes the lock, if it is still ours. */
  release(): void;
}

/** The lock of the socket at a path. */
export function lockOf(socket: string): string {
  return socket.replace(/(\.sock)?$/, '.lock');
}

/** Where a process writes the lock before it takes it. */
export function draftOf(lock: string, pid: number): string {
  return `${lock}.${pid}`;
}

/** As whom this process holds what it holds. */
export function ourselves(): Holder {
  return { pid: process.pid, start: readProcess(process.pid)?.start ?? '' };
}

/** Who holds it, dead or alive; null where there is no lock, or none of ours. */
export function readLock(path: string): Holder | null {
  return holderOf(readText(path));
}

/** Removes the lock of one who is dead, unless another has taken it over. */
export function removeLockOf(holder: Holder, path: string): void {
  const found = readText(path);
  const isTheirs = found !== null && isSame(holderOf(found), holder);
  if (isTheirs && !isAlive(holder)) moveAway(path, found);
}

/** The lock, or the id of the process that holds it; throws what the system says of the file. */
export function takeLock(path: string): SocketLock | { readonly heldBy: number } {
  const ours = JSON.stringify(ourselves());
  for (let turn = 1; turn <= turnsMax; turn += 1) {
    if (create(path, ours)) return { release: () => release(path, ours) };
    const found = readText(path);
    const holder = holderOf(found);
    if (holder !== null && isAlive(holder)) return { heldBy: holder.pid };
    if (found !== null) moveAway(path, found);
  }
  return { heldBy: 0 };
}

function create(path: string, text: string): boolean {
  // Written beside and linked, so that nobody ever reads half a lock.
  const draft = draftOf(path, process.pid);
  try {
    writeFileSync(draft, text, { mode: 0o600, flag: 'w' });
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function moveAway(path: string, judged: string): void {
  const aside = `${path}.${process.pid}.old`;
  try {
    renameSync(path, aside);
    if (readText(aside) !== judged) linkSync(aside, path);
  } catch {
    // Another one was faster; the next turn sees what it made.
  } finally {
    rmSync(aside, { force: true });
  }
}

function release(path: string, ours: string): void {
  if (readText(path) === ours) rmSync(path, { force: true });
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Null for what is no lock of ours, such as the rest of a disk that was full. */
function holderOf(text: string | null): Holder | null {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (!isMessage(value)) return null;
    const { pid, start } = value;
    return typeof pid === 'number' && typeof start === 'string' ? { pid, start } : null;
  } catch {
    return null;
  }
}

export function isSame(one: Holder | null, other: Holder): boolean {
  return one?.pid === other.pid && one.start === other.start;
}

export function isAlive({ pid, start }: Holder): boolean {
  const row = readProcess(pid);
  return row !== null && row.start === start;
}
