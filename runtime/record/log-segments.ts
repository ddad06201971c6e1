/**
 * The files of one session log: FILE, then FILE.1, FILE.2 and so on.
 *
 * @spec reliability faults
 */
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { logFormat } from '../../machines/record/session-line.ts';

/** Every header begins with these bytes. */
export const headerStart = `{"format":"${logFormat}"`;

export function segmentPath(file: string, segment: number): string {
  return segment === 0 ? file : `${file}.${segment}`;
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

/** Whether a file begins as a segment does, or is what a crash leaves of one. */
export function isSegment(path: string): boolean {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(headerStart.length);
      const length = readSync(file, bytes);
      return headerStart.startsWith(bytes.toString('latin1', 0, length));
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
