/**
 * Asks a session log. Whether the answer comes from its lines or from an index of them cannot be
 * told from the answer.
 *
 * @spec kernel 6
 */
import { type Result, succeed } from '../../machines/kernel/problem.ts';
import { type LogQuery, select } from '../../machines/record/log-query.ts';
import type { EndLine, LoggedEvent, SessionHeader } from '../../machines/record/session-line.ts';
import { type LogDamage, type LogReading, openLog } from './log-reader.ts';

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

/** `name` is what the user called the file. */
export function queryLog(file: string, query: LogQuery, name = file): Result<QueriedLog> {
  const reading = openLog(file, name);
  return reading.ok ? succeed(queryReading(reading.value, query)) : reading;
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
