/**
 * Reads a session log: the longest valid prefix of its lines, through all of its segments. What
 * lies behind is not read, and it says where it stopped and why.
 *
 * @spec reliability faults
 */
import { readFileSync } from 'node:fs';
import { type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import {
  type EndLine,
  isEnd,
  isEvent,
  type LoggedEvent,
  type SessionHeader,
  type SessionLine,
} from '../../machines/record/session-line.ts';
import { unreadable } from '../formats/source-file.ts';
import { codeOf } from './destination.ts';
import { firstLineOf } from './first-line.ts';
import { ForeignWalk } from './foreign-log.ts';
import type { LogDamage } from './log-damage.ts';
import { bytesLogFiles, isRegular, type LogFiles, openLogFiles } from './log-files.ts';
import { LogWalk } from './log-walk.ts';

export type { LogDamage } from './log-damage.ts';

export interface LogReading {
  /** As the user said it. */
  readonly name: string;
  /** Null for a file of plain envelopes, which has neither header nor checksums. */
  readonly header: SessionHeader | null;
  /** One by one, from the first on, in constant memory. Every call reads anew. */
  lines(): IterableIterator<SessionLine>;
  /** The envelopes among them. */
  events(): IterableIterator<LoggedEvent>;
  /** What the last reading met when it went to its end; null where all was read. */
  readonly damage: LogDamage | null;
  /** The end line that the last reading met; null for a session that was cut off or goes on. */
  readonly end: EndLine | null;
  close(): void;
}

/** `name` is what the user called it. */
export function openLog(file: string, name = file): Result<LogReading> {
  try {
    // What cannot be read twice, such as a pipe, is kept.
    const files = isRegular(file)
      ? openLogFiles(file, name)
      : bytesLogFiles(readFileSync(file), name);
    return readingOf(files, name);
  } catch (error) {
    return refuse([unreadable(name, codeOf(error), 'session log')]);
  }
}

/** The same of bytes that were read already, such as those of standard input. */
export function openLogBytes(bytes: Uint8Array, name: string): Result<LogReading> {
  return readingOf(bytesLogFiles(bytes, name), name);
}

function readingOf(files: LogFiles, name: string): Result<LogReading> {
  const first = firstLineOf(files, name);
  if (first.kind !== 'none') {
    return succeed(new Reading(files, name, first.kind === 'header' ? first.header : null));
  }
  files.close();
  return refuse([first.problem]);
}

class Reading implements LogReading {
  readonly #files: LogFiles;
  readonly name: string;
  readonly header: SessionHeader | null;
  #damage: LogDamage | null = null;
  #end: EndLine | null = null;

  constructor(files: LogFiles, name: string, header: SessionHeader | null) {
    this.#files = files;
    this.name = name;
    this.header = header;
  }

  get damage(): LogDamage | null {
    return this.#damage;
  }

  get end(): EndLine | null {
    return this.#end;
  }

  *lines(): Generator<SessionLine> {
    this.#damage = null;
    this.#end = null;
    if (!this.header) {
      const walk = new ForeignWalk(this.#files);
      yield* walk.lines();
      this.#damage = walk.damage;
      return;
    }
    const walk = new LogWalk(this.#files, this.header);
    for (const { line } of walk.lines()) {
      if (isEnd(line)) this.#end = line;
      yield line;
    }
    this.#damage = walk.damage;
  }

  *events(): Generator<LoggedEvent> {
    for (const line of this.lines()) if (isEvent(line)) yield line;
  }

  close(): void {
    this.#files.close();
  }
}
