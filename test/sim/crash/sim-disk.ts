/**
 * A disk in memory under the session log: full at a byte, broken at a call, and dead in the midst
 * of a write together with its process. What a process that is dead still writes is not there.
 *
 * @spec reliability faults
 */
import type { LogDisk, LogFile } from '../../../runtime/record/log-disk.ts';
import type { LogFiles } from '../../../runtime/record/log-files.ts';
import { bytesSource } from '../../../runtime/record/raw-lines.ts';

export interface DiskFaults {
  /** Bytes of all files that fit. */
  readonly fullAt: number;
  /** Number of the first write that fails. */
  readonly brokenAt: number;
  /** Whether only that one fails, or all from there on, cuts too. */
  readonly isBrokenOnce: boolean;
}

export const soundDisk: DiskFaults = {
  fullAt: Number.POSITIVE_INFINITY,
  brokenAt: Number.POSITIVE_INFINITY,
  isBrokenOnce: true,
};

/** The bytes of each segment, by its number. */
export type Segments = ReadonlyMap<number, Buffer>;

export class SimDisk implements LogDisk {
  readonly #files = new Map<number, Buffer[]>();
  readonly #faults: DiskFaults;
  #bytes = 0;
  #writes = 0;
  /** Nothing gets there any more. */
  isFrozen = false;
  hasRefused = false;
  /** Asked before each write: how many bytes get there when the process dies within; null: all. */
  onWrite: (bytes: number) => number | null = () => null;

  constructor(faults: DiskFaults) {
    this.#faults = faults;
  }

  /** It refused once, and took a word about it afterwards. */
  get isSoundAgain(): boolean {
    return this.#faults.isBrokenOnce && this.#writes > this.#faults.brokenAt;
  }

  open(path: string, how: 'emptied' | 'fresh'): LogFile {
    const number = Number(/\.(\d+)$/.exec(path)?.[1] ?? 0);
    if (how === 'fresh' && this.#files.has(number)) throw refusal('EEXIST');
    const chunks: Buffer[] = [];
    this.#files.set(number, chunks);
    return {
      isRegular: true,
      write: (bytes) => this.#write(chunks, Buffer.from(bytes)),
      truncate: (size) => this.#truncate(chunks, size),
      sync: () => {},
      close: () => {},
      isInPlace: () => true,
    };
  }

  removeLaterSegments(): void {
    for (const number of this.#files.keys()) if (number > 0) this.#files.delete(number);
  }

  segments(): Segments {
    return new Map([...this.#files].map(([number, chunks]) => [number, Buffer.concat(chunks)]));
  }

  #write(chunks: Buffer[], bytes: Buffer): void {
    if (this.isFrozen) return;
    const torn = this.onWrite(bytes.length);
    if (torn !== null) {
      this.isFrozen = true;
      this.#put(chunks, bytes.subarray(0, torn));
      return;
    }
    this.#writes += 1;
    if (this.#isBroken()) {
      // As a system does that wrote a part before it noticed.
      this.#put(chunks, bytes.subarray(0, bytes.length >> 1));
      throw this.#refusal('EIO');
    }
    const room = this.#faults.fullAt - this.#bytes;
    this.#put(chunks, bytes.subarray(0, Math.max(0, Math.min(bytes.length, room))));
    if (room < bytes.length) throw this.#refusal('ENOSPC');
  }

  #truncate(chunks: Buffer[], size: number): void {
    if (this.isFrozen) return;
    if (this.#isBroken() && !this.#faults.isBrokenOnce) throw this.#refusal('EIO');
    const kept = Buffer.concat(chunks).subarray(0, size);
    for (const chunk of chunks.splice(0)) this.#bytes -= chunk.length;
    this.#put(chunks, kept);
  }

  #refusal(code: string): Error {
    this.hasRefused = true;
    return refusal(code);
  }

  #isBroken(): boolean {
    const { brokenAt, isBrokenOnce } = this.#faults;
    return isBrokenOnce ? this.#writes === brokenAt : this.#writes >= brokenAt;
  }

  #put(chunks: Buffer[], bytes: Buffer): void {
    chunks.push(bytes);
    this.#bytes += bytes.length;
  }
}

/** The same bytes as the product reads them. */
export function logFilesOf(segments: Segments): LogFiles {
  return {
    pathOf: (segment) => (segment === 0 ? 'log' : `log.${segment}`),
    open(segment) {
      const bytes = segments.get(segment);
      return bytes ? bytesSource(bytes) : null;
    },
    after: (before) =>
      [...segments]
        .filter(([segment]) => segment > before)
        .sort(([one], [other]) => one - other)
        .map(([segment, { length }]) => ({ segment, size: length })),
    close() {},
  };
}

function refusal(code: string): Error {
  return Object.assign(new Error(`${code}: the simulated disk refuses`), {
    code,
    syscall: 'write',
  });
}
