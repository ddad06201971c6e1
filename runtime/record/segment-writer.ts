/**
 * The segments of a log as they are written: lines pile up to a batch, a batch goes to the system
 * at once, and a full segment is followed by the next, whose header names the last line before it.
 *
 * @spec reliability faults
 */
import type { LogDisk, LogFile } from './log-disk.ts';
import { segmentPath } from './log-segments.ts';
import { lineBytesMax } from './raw-lines.ts';
import { sealLine } from './sealed-line.ts';

export interface SegmentsInput {
  readonly disk: LogDisk;
  /** Of segment 0. */
  readonly path: string;
  readonly segmentBytesMax: number;
  readonly headerOf: (segment: number, follows: string | null) => object;
}

export class SegmentWriter {
  readonly #input: SegmentsInput;
  #file: LogFile;
  #segment = 0;
  /** Of the last line of the segment before. */
  #follows: string | null = null;
  #lastCrc = '';
  #hasHeader = false;
  #hasLines = false;
  /** Bytes of the segment that the system took. */
  #size = 0;
  #limit: number;
  #batch: string[] = [];
  #batchBytes = 0;
  #batchLines = 0;
  #acknowledged = 0;

  /** @throws what the system says when the first segment cannot be opened. */
  constructor(input: SegmentsInput) {
    this.#input = input;
    this.#file = input.disk.open(input.path, 'emptied');
    if (this.#file.isRegular) input.disk.removeLaterSegments(input.path);
    this.#limit = this.#file.isRegular ? input.segmentBytesMax : Number.POSITIVE_INFINITY;
  }

  /** Lines that the system took, without headers and end. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  get batchBytes(): number {
    return this.#batchBytes;
  }

  get isBegun(): boolean {
    return this.#hasHeader;
  }

  /** The end is a line that is not counted. @throws what the system says about a full segment. */
  append(object: object, isCounted = true): void {
    const { text, crc } = sealLine(object);
    const bytes = Buffer.byteLength(text);
    if (bytes > lineBytesMax) throw new Error(`no line of the log may have ${bytes} bytes`);
    if (this.#hasLines && this.#size + this.#batchBytes + bytes > this.#limit) this.#rotate();
    this.#begin();
    this.#push(text, bytes);
    this.#hasLines = true;
    if (isCounted) this.#batchLines += 1;
    this.#lastCrc = crc;
  }

  /** @throws what the system says. */
  flush(): void {
    if (this.#batchBytes === 0) return;
    this.#file.write(Buffer.from(this.#batch.join('')));
    this.#size += this.#batchBytes;
    this.#acknowledged += this.#batchLines;
    this.#forgetBatch();
  }

  /** Forgets what the system did not take, and cuts the segment behind what it did. */
  giveUp(): void {
    this.#forgetBatch();
    this.#hasHeader = this.#size > 0;
    if (!this.#file.isRegular) return;
    try {
      this.#file.truncate(this.#size);
    } catch {
      // The torn line stays; a reader takes the longest valid prefix.
    }
  }

  /** @throws what the system says, with the file closed all the same. */
  finish(): void {
    try {
      if (!this.#file.isRegular) return;
      this.#file.sync();
      if (!this.#file.isInPlace()) throw Object.assign(new Error('removed'), { code: 'ENOENT' });
    } finally {
      this.#file.close();
    }
  }

  #begin(): void {
    if (this.#hasHeader) return;
    const { text, crc } = sealLine(this.#input.headerOf(this.#segment, this.#follows));
    this.#hasHeader = true;
    this.#lastCrc = crc;
    this.#push(text, Buffer.byteLength(text));
  }

  #push(text: string, bytes: number): void {
    this.#batch.push(text);
    this.#batchBytes += bytes;
  }

  #rotate(): void {
    const { disk, path, segmentBytesMax } = this.#input;
    this.flush();
    let next: LogFile;
    try {
      next = disk.open(segmentPath(path, this.#segment + 1), 'fresh');
    } catch {
      // A longer segment is better than a log that ends.
      this.#limit = this.#size + segmentBytesMax;
      return;
    }
    const before = this.#file;
    this.#file = next;
    this.#segment += 1;
    this.#follows = this.#lastCrc;
    this.#hasHeader = false;
    this.#hasLines = false;
    this.#size = 0;
    this.#limit = segmentBytesMax;
    before.close();
  }

  #forgetBatch(): void {
    this.#batch = [];
    this.#batchBytes = 0;
    this.#batchLines = 0;
  }
}
