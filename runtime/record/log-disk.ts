/**
 * The port through which a session log is written, so that a test can break it.
 *
 * @spec reliability faults
 */
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  rmSync,
  statSync,
} from 'node:fs';
import { writeAll } from './destination.ts';
import { indexPath, isIndex, isSegment, laterSegments, segmentPath } from './log-segments.ts';

/** One segment. Every call throws what the system says. */
export interface LogFile {
  /** A regular file: it can be cut, and followed by a next. */
  readonly isRegular: boolean;
  /** All of the bytes. */
  write(bytes: Uint8Array): void;
  truncate(size: number): void;
  sync(): void;
  close(): void;
  /** Whether the path still leads to it. */
  isInPlace(): boolean;
}

export interface LogDisk {
  /** `fresh`: nobody may have it already; else what is there is emptied. */
  open(path: string, how: 'emptied' | 'fresh'): LogFile;
  /** Removes the later segments and the index that an earlier log of that name left. */
  removeLaterSegments(path: string): void;
}

const { O_WRONLY, O_CREAT, O_APPEND, O_EXCL, O_TRUNC } = constants;
/** To append means that what is written after a cut leaves no hole. */
const flags = O_WRONLY | O_CREAT | O_APPEND;

export const systemDisk: LogDisk = {
  open(path, how) {
    const file = openSync(path, flags | (how === 'fresh' ? O_EXCL : O_TRUNC), 0o666);
    const { dev, ino } = fstatSync(file);
    return {
      isRegular: fstatSync(file).isFile(),
      write: (bytes) => writeAll(file, bytes),
      truncate: (size) => ftruncateSync(file, size),
      sync: () => fsyncSync(file),
      close: () => closeSync(file),
      isInPlace() {
        const found = statSync(path, { throwIfNoEntry: false });
        return found?.dev === dev && found.ino === ino;
      },
    };
  },
  removeLaterSegments(path) {
    for (const segment of laterSegments(path)) {
      const later = segmentPath(path, segment);
      if (isSegment(later)) rmSync(later, { force: true });
    }
    if (isIndex(indexPath(path))) rmSync(indexPath(path), { force: true });
  },
};
