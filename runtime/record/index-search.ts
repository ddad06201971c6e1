/**
 * Searches the index of a log, and fetches the lines that it names. The index only says where to
 * look: each line is checked and asked again, so that an answer is that of a scan.
 *
 * @spec kernel 6
 */
import { matchesPattern } from '../../machines/kernel/pattern.ts';
import { type LogQuery, logFilterOf, patternsOf } from '../../machines/record/log-query.ts';
import { isEvent, isHeader, type LoggedEvent, lineOf } from '../../machines/record/session-line.ts';
import { type IndexColumns, keyOf, keyRange, oddKey } from './index-columns.ts';
import type { LogFiles } from './log-files.ts';
import { parsedJson } from './raw-lines.ts';
import { unsealLine } from './sealed-line.ts';

/** Where more lines than this are asked for, reading all of them in order is as fast. */
export const rowsMax = 20_000;

/** The events asked for, oldest first; null when a scan would serve better, or must. */
export function searchIndex(
  columns: IndexColumns,
  files: LogFiles,
  query: LogQuery,
): readonly LoggedEvent[] | null {
  const { limit = Number.POSITIVE_INFINITY } = query;
  const accept = logFilterOf(query);
  const isWanted = rowFilterOf(columns, query);
  const lines = new LineReader(files);
  const found: LoggedEvent[] = [];
  // The newest are looked at first, so that a limit is soon reached.
  for (let row = columns.count - 1; row >= 0 && found.length < limit; row -= 1) {
    if (!isWanted(row)) continue;
    if (found.length >= rowsMax) return null;
    const event = lines.at(columns.word('segment', row), columns.number('byte', row));
    if (!event) return null;
    if (accept(event)) found.push(event);
  }
  return found.reverse();
}

function rowFilterOf(columns: IndexColumns, query: LogQuery): (row: number) => boolean {
  const patterns = patternsOf(query);
  const types = columns.types
    .list()
    .map((type) => patterns === null || patterns.some((pattern) => matchesPattern(pattern, type)));
  const pane = query.paneId === undefined ? null : columns.panes.find(query.paneId);
  const {
    since = -Infinity,
    until = Infinity,
    sinceAtMs = -Infinity,
    untilAtMs = Infinity,
  } = query;
  const [low, high] = correlationRange(query);
  return (row) => {
    if (!types[columns.word('type', row)]) return false;
    if (pane !== null && columns.word('pane', row) !== pane) return false;
    const key = columns.number('correlation', row);
    if (key !== oddKey && (key < low || key > high)) return false;
    const [ts, atMs] = [columns.number('ts', row), columns.number('atMs', row)];
    return ts >= since && ts <= until && atMs >= sinceAtMs && atMs <= untilAtMs;
  };
}

const anyKey = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
/** Only ids that are no UUID can match. */
const noKey = [1, 0] as const;

function correlationRange({ correlationId, correlationStart }: LogQuery) {
  if (correlationId !== undefined) {
    const key = keyOf(correlationId);
    return key === oddKey ? noKey : ([key, key] as const);
  }
  return correlationStart === undefined ? anyKey : (keyRange(correlationStart) ?? noKey);
}

const blockBytes = 64 * 1024;

/** Reads single lines, those that lie close together at once. */
class LineReader {
  readonly #files: LogFiles;
  #block: Buffer = Buffer.alloc(0);
  #segment = -1;
  #from = 0;

  constructor(files: LogFiles) {
    this.#files = files;
  }

  /** Null where no whole event begins. */
  at(segment: number, byte: number): LoggedEvent | null {
    const bytes = this.#lineIn(segment, byte) ?? this.#lineFrom(segment, byte);
    const unsealed = bytes ? unsealLine(bytes) : null;
    const line = unsealed?.ok ? lineOf(parsedJson(unsealed.text)) : null;
    return line && !isHeader(line) && isEvent(line) ? line : null;
  }

  #lineIn(segment: number, byte: number): Buffer | null {
    if (segment !== this.#segment || byte < this.#from) return null;
    const start = byte - this.#from;
    const feed = start < this.#block.length ? this.#block.indexOf(0x0a, start) : -1;
    return feed < 0 ? null : this.#block.subarray(start, feed);
  }

  /** The line lies at the end of its block, for the next one asked for is the one before. */
  #lineFrom(segment: number, byte: number): Buffer | null {
    const source = this.#files.open(segment);
    if (!source) return null;
    for (let size = blockBytes; ; size *= 2) {
      const from = Math.max(0, byte - size / 2);
      const block = Buffer.allocUnsafe(size);
      const length = source.read(block, 0, from);
      this.#block = block.subarray(0, length);
      this.#segment = segment;
      this.#from = from;
      const line = this.#lineIn(segment, byte);
      if (line || length < size) return line;
    }
  }
}
