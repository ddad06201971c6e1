/**
 * Places that the user named for our files: found fit before anything starts, and written so that
 * nobody ever reads half a report.
 *
 * @spec reliability attacks
 */
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Problem } from '../../machines/kernel/problem.ts';

/**
 * Null when a file can be written there; `option` is what the user typed before the path.
 * `replaced`: as `writeWhole` does it, which takes a folder that can be written.
 */
export function problemWith(
  path: string,
  option: string,
  how: 'replaced' | 'opened',
): Problem | null {
  const at = (message: string, hint: string): Problem => ({
    code: 'UNUSABLE_DESTINATION',
    message,
    where: { path: option },
    hint,
  });
  const folder = dirname(path);
  const folderStats = statsOf(folder);
  if (!folderStats?.isDirectory()) {
    const what = folderStats ? 'which is not a directory' : 'which does not exist';
    return at(
      `Expected a file in an existing directory, got ${path} in ${folder}, ${what}.`,
      tryMkdir,
    );
  }
  const stats = statsOf(path);
  if (stats?.isDirectory()) {
    return at(`Expected a file, got the directory ${path}.`, 'Try a file name in it.');
  }
  const replaced = how === 'replaced' && (stats?.isFile() ?? true);
  const refused = (stats ? accessError(path) : null) ?? (replaced ? trialError(path) : null);
  if (refused) {
    return at(
      `Expected a file that can be written, got ${path} (${refused}).`,
      'Try another place.',
    );
  }
  return null;
}

const tryMkdir = 'Try mkdir first, or another place.';

/** Whether two paths name one file, through links too. */
export function isSameFile(one: string, other: string): boolean {
  const [first, second] = [statsOf(one), statsOf(other)];
  if (first && second) return first.dev === second.dev && first.ino === second.ino;
  return !first && !second && realPlace(one) === realPlace(other);
}

/**
 * Writes a whole file: to a new name beside it, then renamed over it. What is not a regular file
 * (`/dev/stdout`, a pipe) is written directly. The system's error code, or null.
 */
export function writeWhole(path: string, text: string, unique: string): string | null {
  const stats = statsOf(path);
  try {
    if (stats && !stats.isFile()) {
      writeAndClose(openSync(path, 'w'), text);
      return null;
    }
    const place = realPlace(path);
    const temporary = temporaryOf(place, unique);
    const file = openNew(temporary);
    try {
      writeAndClose(file, text, true);
      renameSync(temporary, place);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    return null;
  } catch (error) {
    return codeOf(error);
  }
}

/** The error code of the system, such as `ENOSPC`; the message where there is none. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return error instanceof Error ? error.message : String(error);
}

/** Writes all of the bytes, however few the system takes at a time. */
export function writeAll(file: number, bytes: Uint8Array): void {
  for (let from = 0; from < bytes.length; ) from += writeSync(file, bytes, from);
}

function writeAndClose(file: number, text: string, sync = false): void {
  try {
    writeAll(file, Buffer.from(text));
    if (sync) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // A part of the path that is no directory, or may not be searched.
    return undefined;
  }
}

/** Only trying tells of quotas, read-only file systems and folders that are none of ours. */
function trialError(path: string): string | null {
  try {
    const trial = temporaryOf(realPlace(path), `${process.pid}.trial`);
    closeSync(openNew(trial));
    rmSync(trial, { force: true });
    return null;
  } catch (error) {
    return codeOf(error);
  }
}

function temporaryOf(place: string, unique: string): string {
  return join(dirname(place), `.${basename(place)}.${unique}.tmp`);
}

/** A file that nobody had before, and no link to somewhere else. */
function openNew(path: string): number {
  const { O_WRONLY, O_CREAT, O_EXCL } = constants;
  return openSync(path, O_WRONLY | O_CREAT | O_EXCL | (constants.O_NOFOLLOW ?? 0), 0o666);
}

function accessError(path: string): string | null {
  try {
    accessSync(path, constants.W_OK);
    return null;
  } catch (error) {
    return codeOf(error);
  }
}

/** Through links to where the file really is, so that a rename does not replace the link. */
function realPlace(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    try {
      return join(realpathSync(dirname(path)), basename(path));
    } catch {
      return path;
    }
  }
}
