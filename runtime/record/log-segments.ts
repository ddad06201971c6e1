/**
 * The files of one session log: FILE, then FILE.1, FILE.2 and so on.
 *
 * @spec reliability faults
 */
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { logFormat } from '../../machines/record/session-line.ts';

export const indexFormat = 'ambush.log-index';

/** Every header begins with these bytes. */
export const headerStart = `{"format":"${logFormat}"`;

export function segmentPath(file: string, segment: number): string {
  return segment === 0 ? file : `${file}.${segment}`;
}

export function indexPath(file: string): string {
  return `${file}.index`;
}

/** Numbers of the segments after the first that lie beside it, in order. */
export function laterSegments(file: string): readonly number[] {
  const prefix = `${basename(file)}.`;
  return namesIn(dirname(file))
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length))
    .filter((rest) => /^[1-9]\d{0,8}$/.test(rest))
    .map(Number)
    .sort((one, other) => one - other);
}

/** Every index begins with these bytes. */
const indexStart = `{"format":"${indexFormat}"`;

/** Whether a file begins as a segment does, or is what a crash leaves of one. */
export function isSegment(path: string): boolean {
  return begins(path, headerStart);
}

/** The same of an index. */
export function isIndex(path: string): boolean {
  return begins(path, indexStart);
}

function begins(path: string, start: string): boolean {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(start.length);
      const length = readSync(file, bytes);
      return start.startsWith(bytes.toString('latin1', 0, length));
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

/** Size in bytes; 0 of what is not there. */
export function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(join(folder, '.'));
  } catch {
    return [];
  }
}
