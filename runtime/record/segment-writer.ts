/**
 * The segments of a log as they are written: lines pile up to a batch, a batch goes to the system
 * at once, and a full segment is followed by the next, whose header names the last line before it.
 *
 * @spec reliability faults
 */
import type { LogDisk, LogFile } from './log-disk.ts';
import { segmentPath } from './log-segments.ts';
import { lineBytesMax } from './raw-lines.ts';
import { sealInto } from './sealed-line.ts';

export interface SegmentsInput {
  readonly disk: LogDisk;
  /** Of segment 0. */
  readonly path: string;
  readonly segmentBytesMax: number;
  readonly headerOf: (segment: number, follows: string | null) => object;
}

/** Room of the batch at first, and what is kept of a larger one. */
const batchRoom = 128 * 1024;
const batchRoomMax = 1024 * 1024;

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
  #batch = Buffer.allocUnsafe(batchRoom);
  #sealedCrc = '';
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

  /**
   * The JSON text of an object; the end is a line that is not counted.
   *
   * @throws what the system says about a full segment.
   */
  append(json: string, isCounted = true): void {
    this.#begin();
    let bytes = this.#seal(json);
    if (bytes > lineBytesMax) throw new Error(`no line of the log may have ${bytes} bytes`);
    if (this.#hasLines && this.#size + this.#batchBytes + bytes > this.#limit) {
      this.#rotate();
      this.#begin();
      bytes = this.#seal(json);
    }
    this.#batchBytes += bytes;
    this.#lastCrc = this.#sealedCrc;
    this.#hasLines = true;
    if (isCounted) this.#batchLines += 1;
  }

  /** @throws what the system says. */
  flush(): void {
    if (this.#batchBytes === 0) return;
    this.#file.write(this.#batch.subarray(0, this.#batchBytes));
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
    const header = this.#input.headerOf(this.#segment, this.#follows);
    this.#batchBytes += this.#seal(JSON.stringify(header));
    this.#lastCrc = this.#sealedCrc;
    this.#hasHeader = true;
  }

  /** Puts a line behind the batch, which does not hold it yet; its bytes. */
  #seal(json: string): number {
    let sealed = sealInto(this.#batch, this.#batchBytes, json);
    if (!sealed) {
      const larger = Buffer.allocUnsafe(this.#batchBytes + json.length * 3 + batchRoom);
      this.#batch.copy(larger, 0, 0, this.#batchBytes);
      this.#batch = larger;
      sealed = sealInto(larger, this.#batchBytes, json);
    }
    this.#sealedCrc = sealed?.crc ?? '';
    return sealed?.bytes ?? 0;
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
    // One long line must not be kept in memory for all the short ones.
    if (this.#batch.length > batchRoomMax) this.#batch = Buffer.allocUnsafe(batchRoom);
    this.#batchBytes = 0;
    this.#batchLines = 0;
  }
}
