/**
 * Asks a session log. Whether the answer comes from its lines or from an index of them cannot be
 * told from the answer.
 *
 * @spec kernel 6
 */
import { type Result, succeed } from '../../machines/kernel/problem.ts';
import { type LogQuery, select } from '../../machines/record/log-query.ts';
import type { EndLine, LoggedEvent, SessionHeader } from '../../machines/record/session-line.ts';
import { rowsMax, searchIndex } from './index-search.ts';
import { openLogFiles } from './log-files.ts';
import { openIndex } from './log-index.ts';
import { type LogDamage, type LogReading, openLog } from './log-reader.ts';
import { laterSegments, segmentPath, sizeOf } from './log-segments.ts';

export interface QueriedLog {
  /** As the user said it. */
  readonly name: string;
  /** Null for a file of plain envelopes. */
  readonly header: SessionHeader | null;
  /** What was asked for, oldest first. */
  events(): IterableIterator<LoggedEvent>;
  /** All types that are in the log. */
  types(): ReadonlySet<string>;
  /** Known when all of the events were taken. */
  readonly damage: LogDamage | null;
  readonly end: EndLine | null;
  close(): void;
}

/** Smaller logs are read faster than an index of them is made. */
export const indexBytesMin = 16 * 1024 * 1024;

/** `name` is what the user called the file; logs of at least `bytesMin` bytes get an index. */
export function queryLog(
  file: string,
  query: LogQuery,
  name = file,
  bytesMin = indexBytesMin,
): Result<QueriedLog> {
  const reading = openLog(file, name);
  if (!reading.ok) return reading;
  const scanned = queryReading(reading.value, query);
  const { header } = reading.value;
  const size = [0, ...laterSegments(file)].reduce(
    (sum, segment) => sum + sizeOf(segmentPath(file, segment)),
    0,
  );
  if (!header || size < bytesMin || (query.limit ?? 0) > rowsMax) return succeed(scanned);
  return succeed(queryIndexed(file, header, query, scanned) ?? scanned);
}

/** Null where the index cannot answer, or not faster than the lines. */
function queryIndexed(
  file: string,
  header: SessionHeader,
  query: LogQuery,
  scanned: QueriedLog,
): QueriedLog | null {
  try {
    const files = openLogFiles(file, scanned.name);
    try {
      const { columns, walk } = openIndex(file, files, header);
      const found = searchIndex(columns, files, query);
      if (found === null) return null;
      const { name, close } = scanned;
      return {
        ...{ name, header, close },
        events: () => found.values(),
        types: () => new Set(columns.types.list()),
        damage: walk.damage,
        end: walk.end,
      };
    } finally {
      files.close();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

/** The same of a log that is open already, by reading all of it. */
export function queryReading(reading: LogReading, query: LogQuery): QueriedLog {
  return {
    name: reading.name,
    header: reading.header,
    events: () => select(reading.events(), query),
    types() {
      const found = new Set<string>();
      for (const { type } of reading.events()) found.add(type);
      return found;
    },
    get damage() {
      return reading.damage;
    },
    get end() {
      return reading.end;
    },
    close: () => reading.close(),
  };
}
