/**
 * Writes the session log: every line sealed by its checksum, in the order of the bus, in batches
 * without waiting, in segments of bounded size. A disk that refuses does not stop the run: the log
 * ends at its last whole line, and says that it is incomplete.
 *
 * @spec reliability faults
 */
import type { Envelope } from '../../machines/kernel/envelope.ts';
import {
  type EndLine,
  type InputLine,
  logFormat,
  logVersion,
  type SessionHeader,
  type SessionLine,
  type VerdictLine,
} from '../../machines/record/session-line.ts';
import { rfc3339 } from '../../machines/report/instant.ts';
import type { Clock, Random } from '../host/host.ts';
import { codeOf } from './destination.ts';
import { type LogDisk, systemDisk } from './log-disk.ts';
import { SegmentWriter } from './segment-writer.ts';

/** A batch is written when it is this large, so that memory stays bounded. */
export const batchBytesMax = 64 * 1024;
/** Or when its first line is this old: what a kill can lose. */
export const batchAgeMaxMs = 100;
/** A segment is not longer, unless one line alone is. */
export const segmentBytesMax = 64 * 1024 * 1024;

/** A line without its time, which the log gives it. */
export type Unstamped<Line> = {
  [Key in keyof Line as Key extends 'atMs' ? never : Key]: Line[Key];
};

export interface SessionLog {
  /** @throws once, when it gives up, so that the bus can say it. */
  append(event: Envelope): void;
  /** An input of the kernel or the verdict on it. @throws as `append` does. */
  note(line: Unstamped<InputLine> | Unstamped<VerdictLine>): void;
  /** A line that has its time already. @throws as `append` does. */
  write(line: SessionLine): void;
  /** Hands everything to the system, so that it outlives this process. */
  flush(): void;
  /** Lines that the system took, without headers and end. */
  readonly acknowledged: number;
  /** The writer cannot go on: what was taken is kept, and the end says that it is incomplete. */
  abandon(reason: string): void;
  /** Writes what is left and the end. Returns why the log is incomplete, or null. */
  close(): string | null;
}

export interface SessionLogOptions {
  /** The program that writes, with its version. */
  readonly by?: string;
  readonly segmentBytesMax?: number;
  readonly disk?: LogDisk;
}

/** Time and chance of the session. */
export interface LogGround {
  readonly clock: Clock;
  readonly random: Pick<Random, 'fork'>;
}

/** Empties an existing file. Gives the system's error code where it cannot be opened. */
export function openSessionLog(
  path: string,
  ground: LogGround,
  options: SessionLogOptions = {},
): SessionLog | { readonly error: string } {
  try {
    return new Writing(path, ground, options);
  } catch (error) {
    return { error: codeOf(error) };
  }
}

class Writing implements SessionLog {
  readonly #clock: Clock;
  readonly #startMs: number;
  readonly #segments: SegmentWriter;
  #timer: unknown;
  #failure: string | null = null;
  #isTold = false;
  #isClosed = false;

  constructor(path: string, { clock, random }: LogGround, options: SessionLogOptions) {
    this.#clock = clock;
    this.#startMs = clock.monotonicMs();
    const sessionId = random.fork('session-log').uuid();
    const startedAt = rfc3339(clock.wallMs());
    this.#segments = new SegmentWriter({
      disk: options.disk ?? systemDisk,
      path,
      segmentBytesMax: options.segmentBytesMax ?? segmentBytesMax,
      headerOf: (segment, follows): SessionHeader => ({
        format: logFormat,
        version: logVersion,
        sessionId,
        segment,
        startedAt,
        by: options.by ?? 'ambush',
        ...(follows === null ? {} : { follows }),
      }),
    });
  }

  get acknowledged(): number {
    return this.#segments.acknowledged;
  }

  append(event: Envelope): void {
    this.#write(this.#stamped(event));
  }

  note(line: Unstamped<InputLine> | Unstamped<VerdictLine>): void {
    this.#write(this.#stamped(line));
  }

  write(line: SessionLine): void {
    this.#write(JSON.stringify(line));
  }

  flush(): void {
    if (this.#timer !== undefined) this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#failure === null) this.#attempt(() => this.#segments.flush());
  }

  abandon(reason: string): void {
    if (this.#isClosed || this.#failure !== null) return;
    this.flush();
    if (this.#failure !== null) return;
    this.#attempt(() => this.#finish('incomplete', reason));
    this.#failure ??= reason;
  }

  close(): string | null {
    if (this.#isClosed) return this.#failure;
    this.flush();
    if (this.#failure === null) this.#attempt(() => this.#finish('closed'));
    this.#isClosed = true;
    try {
      this.#segments.finish();
    } catch (error) {
      this.#failure ??= codeOf(error);
    }
    return this.#failure;
  }

  /** Cheaper than a copy of the line with one key more. */
  #stamped(line: object): string {
    return `${JSON.stringify(line).slice(0, -1)},"atMs":${this.#atMs()}}`;
  }

  #write(json: string): void {
    if (this.#isClosed) throw new Error('the session log is closed');
    if (this.#failure !== null) {
      if (this.#isTold) return;
      this.#isTold = true;
      throw new Error(`the session log stopped: ${this.#failure}`);
    }
    this.#attempt(() => this.#segments.append(json));
    if (this.#segments.batchBytes >= batchBytesMax) this.flush();
    else this.#timer ??= this.#clock.setTimeout(() => this.flush(), batchAgeMaxMs);
  }

  /** What the disk refuses ends the log at its last whole line, if it can with a word about it. */
  #attempt(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!isSystemError(error)) throw error;
      this.#failure = codeOf(error);
      this.#segments.giveUp();
      try {
        this.#finish('incomplete', this.#failure);
      } catch {
        this.#segments.giveUp();
      }
    }
  }

  #finish(end: EndLine['end'], reason?: string): void {
    const lines = this.#segments.acknowledged;
    const why = reason === undefined ? {} : { reason };
    const line: EndLine = { end, lines, ...why, atMs: this.#atMs() };
    this.#segments.append(JSON.stringify(line), false);
    this.#segments.flush();
  }

  /** Microseconds are as fine as anyone reads them. */
  #atMs(): number {
    return Math.round((this.#clock.monotonicMs() - this.#startMs) * 1_000) / 1_000;
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}
