/**
 * The segments of a log, opened for reading when they are wanted.
 */
import { closeSync, fstatSync, openSync } from 'node:fs';
import { isSegment, laterSegments, segmentPath, sizeOf } from './log-segments.ts';
import { type ByteSource, bytesSource, fileSource } from './raw-lines.ts';

export interface LogFiles {
  /** The path of a segment, for words about it. */
  pathOf(segment: number): string;
  /** Null when it is not there. Throws what the system says when it cannot be opened. */
  open(segment: number): ByteSource | null;
  /** Of the segments after this one, as they lie there now. */
  after(segment: number): readonly { readonly segment: number; readonly size: number }[];
  close(): void;
}

/** @throws what the system says when the first segment cannot be opened. */
export function openLogFiles(file: string, name: string): LogFiles {
  const handles = new Map([[0, openSync(file, 'r')]]);
  return {
    pathOf: (segment) => segmentPath(name, segment),
    open(segment) {
      const known = handles.get(segment);
      if (known !== undefined) return fileSource(known);
      try {
        const handle = openSync(segmentPath(file, segment), 'r');
        handles.set(segment, handle);
        return fileSource(handle);
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
    },
    after: (before) =>
      laterSegments(file)
        .filter((segment) => segment > before)
        // A next one is looked at, whatever it is; of the others, those that begin as ours do.
        .filter((segment) => segment === before + 1 || isSegment(segmentPath(file, segment)))
        .map((segment) => ({ segment, size: sizeOf(segmentPath(file, segment)) })),
    close() {
      for (const handle of handles.values()) closeSync(handle);
      handles.clear();
    },
  };
}

/** One segment that is in memory already. */
export function bytesLogFiles(bytes: Uint8Array, name: string): LogFiles {
  return {
    pathOf: () => name,
    open: (segment) => (segment === 0 ? bytesSource(bytes) : null),
    after: () => [],
    close() {},
  };
}

/** Whether a place can be read at any position, and more than once. */
export function isRegular(file: string): boolean {
  const handle = openSync(file, 'r');
  try {
    return fstatSync(handle).isFile();
  } finally {
    closeSync(handle);
  }
}
