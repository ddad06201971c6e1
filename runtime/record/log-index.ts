/**
 * The index of a session log: a file beside it that says where the events lie. It can be made again
 * from the log at any time, so that one that is missing, foreign, stale or damaged is made anew, and
 * where none can be written there is none.
 *
 * @spec kernel 6
 */
import {
  closeSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { endianness } from 'node:os';
import { crc32 } from 'node:zlib';
import { isEnd, isEvent, type SessionHeader } from '../../machines/record/session-line.ts';
import { IndexColumns, rowBytes } from './index-columns.ts';
import type { LogFiles } from './log-files.ts';
import { indexFormat, indexPath, segmentPath } from './log-segments.ts';
import { type LogPlace, LogWalk, startOfLog } from './log-walk.ts';
import { parsedJson } from './raw-lines.ts';
import { sealLine, unsealLine } from './sealed-line.ts';

const version = 1;
/** What came since is read again rather than written down for every reader of a growing log. */
const unsavedRowsMax = 4_096;

/** What the index covers of a segment, and how the file looked then. */
interface Covered {
  readonly bytes: number;
  readonly crc: number;
  readonly size: number;
  readonly mtimeMs: number;
}

interface Head {
  readonly format: typeof indexFormat;
  readonly version: typeof version;
  readonly endianness: string;
  readonly sessionId: string;
  readonly place: LogPlace;
  readonly covered: readonly Covered[];
  readonly count: number;
  readonly types: readonly string[];
  readonly panes: readonly string[];
  /** Of the columns. */
  readonly crc32: number;
}

export interface LogIndex {
  readonly columns: IndexColumns;
  /** Behind the last line before the end; what lies there and after was read. */
  readonly walk: LogWalk;
}

/**
 * The index of the log as it is now, taken from the file beside it as far as that is right.
 *
 * @throws what the system says when the log cannot be read.
 */
export function openIndex(file: string, files: LogFiles, header: SessionHeader): LogIndex {
  const saved = load(file, header);
  const columns = saved?.columns ?? new IndexColumns();
  let place = saved?.head.place ?? startOfLog;
  const walk = new LogWalk(files, header, place);
  const before = columns.count;
  for (const placed of walk.lines()) {
    if (isEvent(placed.line)) columns.push(placed.line, placed);
    // The end is read each time, so that its word and its count are known.
    if (!isEnd(placed.line)) place = walk.place;
  }
  const isWorthIt = !saved || columns.count - before > unsavedRowsMax;
  if (isWorthIt) save(file, header, columns, place);
  return { columns, walk };
}

interface Saved {
  readonly head: Head;
  readonly columns: IndexColumns;
}

/** Null where there is none that can be trusted. */
function load(file: string, { sessionId }: SessionHeader): Saved | null {
  try {
    const path = indexPath(file);
    const bytes = readFileSync(path);
    const feed = bytes.indexOf(0x0a);
    const unsealed = unsealLine(bytes.subarray(0, Math.max(0, feed)));
    if (!unsealed.ok) return null;
    // The seal says that one of us wrote it.
    const head = parsedJson(unsealed.text) as Head;
    const isOurs = head.format === indexFormat && head.version === version;
    if (!isOurs || head.endianness !== endianness() || head.sessionId !== sessionId) return null;
    const rows = bytes.subarray(feed + 1);
    if (rows.length !== head.count * rowBytes || crc32(rows) !== head.crc32) return null;
    if (!isCovered(file, head, statSync(path).mtimeMs)) return null;
    const buffer = new ArrayBuffer(rows.length);
    new Uint8Array(buffer).set(rows);
    return { head, columns: new IndexColumns(head.count, buffer, head.types, head.panes) };
  } catch (error) {
    if (isSystemError(error)) return null;
    throw error;
  }
}

/** A file may have been changed again within the time that its clock can tell apart. */
const mtimeDoubtMs = 2_000;

/** Whether the log still begins with what the index covers. */
function isCovered(file: string, { covered, place }: Head, indexedAtMs: number): boolean {
  return covered.every(({ bytes, crc, size, mtimeMs }, segment) => {
    const path = segmentPath(file, segment);
    const now = statSync(path);
    if (now.size < bytes || (segment < place.segment && now.size !== bytes)) return false;
    const isUntouched = now.size === size && now.mtimeMs === mtimeMs;
    if (isUntouched && mtimeMs < indexedAtMs - mtimeDoubtMs) return true;
    return crcOf(path, bytes) === crc;
  });
}

function save(file: string, header: SessionHeader, columns: IndexColumns, place: LogPlace): void {
  const temporary = `${indexPath(file)}.${process.pid}.tmp`;
  let isOurs = false;
  try {
    const rows = columns.bytes();
    const head: Head = {
      format: indexFormat,
      version,
      endianness: endianness(),
      sessionId: header.sessionId,
      place,
      covered: Array.from({ length: place.segment + 1 }, (_, segment) =>
        coveredOf(segmentPath(file, segment), segment === place.segment ? place.byte : null),
      ),
      count: columns.count,
      types: columns.types.list(),
      panes: columns.panes.list(),
      crc32: crc32(rows),
    };
    const data = Buffer.concat([Buffer.from(sealLine(head).text), rows]);
    // A new file or none: whoever may write here must not lead us to another file.
    writeFileSync(temporary, data, { flag: 'wx' });
    isOurs = true;
    renameSync(temporary, indexPath(file));
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (isOurs) rmSync(temporary, { force: true });
  }
}

function coveredOf(path: string, upTo: number | null): Covered {
  const { size, mtimeMs } = statSync(path);
  const bytes = upTo ?? size;
  return { bytes, crc: crcOf(path, bytes), size, mtimeMs };
}

const chunkBytes = 1024 * 1024;

/** Of the first bytes of a file. */
function crcOf(path: string, bytes: number): number {
  const source = openSync(path, 'r');
  try {
    const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, bytes + 1));
    let crc = 0;
    for (let at = 0; at < bytes; ) {
      const length = readSync(source, chunk, 0, Math.min(chunk.length, bytes - at), at);
      if (length === 0) break;
      crc = crc32(chunk.subarray(0, length), crc);
      at += length;
    }
    return crc;
  } finally {
    closeSync(source);
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}
