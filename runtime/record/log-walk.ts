/**
 * A walk through the lines of a sealed log, from a place on, segment by segment, to its end or to
 * the first damage. A log may be written meanwhile: what is there when the walk comes by is read.
 *
 * @spec reliability faults
 */
import {
  type EndLine,
  isEnd,
  isHeader,
  lineOf,
  type SessionHeader,
  type SessionLine,
} from '../../machines/record/session-line.ts';
import type { LogDamage } from './log-damage.ts';
import type { LogFiles } from './log-files.ts';
import { headerStart } from './log-segments.ts';
import { type ByteSource, parsedJson, type RawLine, rawLines } from './raw-lines.ts';
import { unsealLine } from './sealed-line.ts';

export interface PlacedLine {
  readonly line: SessionLine;
  readonly segment: number;
  /** Where it begins in its segment. */
  readonly byte: number;
}

/** Behind a line: where the next begins, and what it follows. */
export interface LogPlace {
  readonly segment: number;
  readonly byte: number;
  /** Lines of the segment before it, its header included. */
  readonly line: number;
  /** Lines of the session before it, headers left out. */
  readonly count: number;
  /** Checksum of the line before it; empty at the start. */
  readonly crc: string;
}

export const startOfLog: LogPlace = { segment: 0, byte: 0, line: 0, count: 0, crc: '' };

type Reason = LogDamage['reason'];

export class LogWalk {
  readonly #files: LogFiles;
  readonly #sessionId: string;
  #place: LogPlace;
  #damage: LogDamage | null = null;
  #end: EndLine | null = null;

  constructor(files: LogFiles, header: SessionHeader, from: LogPlace = startOfLog) {
    this.#files = files;
    this.#sessionId = header.sessionId;
    this.#place = from;
  }

  /** Behind the last line that was read. */
  get place(): LogPlace {
    return this.#place;
  }

  get damage(): LogDamage | null {
    return this.#damage;
  }

  get end(): EndLine | null {
    return this.#end;
  }

  *lines(): Generator<PlacedLine> {
    try {
      while (yield* this.#segment()) {
        const { segment, ...rest } = this.#place;
        this.#place = { ...rest, segment: segment + 1, byte: 0, line: 0 };
      }
    } catch (error) {
      if (!isSystemError(error)) throw error;
      this.#stop('unreadable');
    }
  }

  /** The rest of the segment; whether there is a next one. */
  *#segment(): Generator<PlacedLine, boolean> {
    const { segment } = this.#place;
    const source = this.#files.open(segment);
    if (!source) return false;
    let torn = yield* this.#read(source);
    if (this.#damage) return false;
    const [next] = this.#files.after(segment);
    if (!next) {
      if (torn) this.#stop(this.#end ? 'after-end' : 'torn');
      return false;
    }
    // Nothing is written to a segment once there is a next, so that this is all of it.
    torn = yield* this.#read(source);
    if (this.#damage) return false;
    if (this.#end) {
      if (torn || this.#isOurs(next.segment)) this.#stop('after-end');
      return false;
    }
    if (torn) this.#stop('torn');
    else if (next.segment !== segment + 1) this.#stop('missing-segment');
    return this.#damage === null;
  }

  /** Whole lines; whether part of one is left. */
  *#read(source: ByteSource): Generator<PlacedLine, boolean> {
    for (const raw of rawLines(source, this.#place.byte)) {
      if (!raw.whole) return true;
      const line = this.#end ? 'after-end' : this.#judge(raw);
      if (typeof line === 'string') {
        this.#stop(line);
        return false;
      }
      if (line === null) continue;
      if (isEnd(line)) this.#close(line);
      yield { line, segment: this.#place.segment, byte: raw.byte };
    }
    return false;
  }

  /** The line, null for a header in its place, or what is wrong. */
  #judge(raw: RawLine): SessionLine | null | Reason {
    const { segment, line: before, byte, count, crc } = this.#place;
    const isFirst = before === 0;
    const unsealed = unsealLine(raw.bytes);
    if (!unsealed.ok) return unsealed.reason;
    const line = lineOf(parsedJson(unsealed.text));
    if (line === null || isHeader(line) !== isFirst) return 'not-a-line';
    if (isHeader(line)) {
      const follows = segment === 0 || line.follows === crc;
      const isNext = line.sessionId === this.#sessionId && line.segment === segment && follows;
      if (!isNext) return 'does-not-follow';
    }
    this.#place = {
      segment,
      byte: byte + raw.bytes.length + 1,
      line: before + 1,
      count: count + (isFirst ? 0 : 1),
      crc: unsealed.crc,
    };
    return isHeader(line) ? null : line;
  }

  #close(end: EndLine): void {
    this.#end = end;
    // A line that was taken out whole leaves no other trace.
    if (end.lines !== this.#place.count - 1) this.#stop('line-count');
  }

  #isOurs(segment: number): boolean {
    const bytes = Buffer.alloc(headerStart.length);
    const length = this.#files.open(segment)?.read(bytes, 0, 0) ?? 0;
    return bytes.toString('latin1', 0, length) === headerStart;
  }

  #stop(reason: Reason): void {
    const { segment, byte, line } = this.#place;
    const later = this.#files.after(segment);
    const here = reason === 'unreadable' ? 0 : (this.#files.open(segment)?.size() ?? 0) - byte;
    this.#damage = {
      file: this.#files.pathOf(segment),
      line: line + 1,
      byte,
      reason,
      unreadBytes: Math.max(0, here) + later.reduce((sum, { size }) => sum + size, 0),
      ordinary: reason === 'torn' && later.length === 0,
    };
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
