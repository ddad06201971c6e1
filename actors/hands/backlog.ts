/**
 * Bytes that were read and wait to be shown, bounded: when there are too many the oldest go, and
 * every one of them is counted. What comes after a loss begins at a new line, so that no half of
 * a control sequence is taken for text.
 *
 * @spec kernel 7.6
 */
export interface Lost {
  readonly bytes: number;
  /** Offsets of the first and the last of them in all that was read. */
  readonly first: number;
  readonly last: number;
}

export interface Backlog {
  add(chunk: Uint8Array): void;
  /** Up to so many of the oldest bytes; null when nothing waits. */
  take(bytesMax: number): Uint8Array | null;
  waiting(): number;
  /** All that was ever added, and ever lost. */
  readBytes(): number;
  lostBytes(): number;
  /** So many bytes, those taken last, were not shown after all. */
  unshown(bytes: number): void;
  /** Whatever waits is lost. */
  clear(): void;
  /** What was lost since this was asked last; null for nothing. */
  loss(): Lost | null;
  /** Whether bytes were lost between what was taken last and what comes next. */
  hasGap(): boolean;
}

const lineFeed = 10;

export function createBacklog(bytesMax: number): Backlog {
  return new ByteQueue(bytesMax);
}

class ByteQueue implements Backlog {
  readonly #bytesMax: number;
  #chunks: Uint8Array[] = [];
  /** How much of the first chunk was taken already. */
  #offset = 0;
  #waiting = 0;
  #read = 0;
  #lost = 0;
  #untold: { bytes: number; first: number; last: number } | null = null;
  #gap = false;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#read += chunk.length;
    this.#chunks.push(chunk);
    this.#waiting += chunk.length;
    if (this.#waiting > this.#bytesMax) this.#shed();
  }

  take(bytesMax: number): Uint8Array | null {
    const [first] = this.#chunks;
    if (first === undefined) return null;
    this.#gap = false;
    const part = first.subarray(this.#offset, this.#offset + bytesMax);
    this.#advance(part.length);
    return part;
  }

  unshown(bytes: number): void {
    this.#count(bytes, this.#read - this.#waiting - bytes);
  }

  clear(): void {
    while (this.#waiting > 0) this.#lose(this.#waiting);
  }

  waiting(): number {
    return this.#waiting;
  }

  readBytes(): number {
    return this.#read;
  }

  lostBytes(): number {
    return this.#lost;
  }

  loss(): Lost | null {
    const told = this.#untold;
    this.#untold = null;
    return told;
  }

  hasGap(): boolean {
    return this.#gap;
  }

  /** Down to half, so that a flood does not come here for every chunk; then on to a new line. */
  #shed(): void {
    while (this.#waiting > this.#bytesMax / 2) this.#lose(this.#waiting - this.#bytesMax / 2);
    for (let first = this.#chunks[0]; first !== undefined; first = this.#chunks[0]) {
      const end = first.indexOf(lineFeed, this.#offset);
      if (end >= 0) {
        this.#lose(end + 1 - this.#offset);
        return;
      }
      // Without any end of line it is no text anyway, and the end of what waits must do.
      if (this.#waiting <= this.#bytesMax / 4) return;
      this.#lose(first.length - this.#offset);
    }
  }

  #lose(wanted: number): void {
    const [chunk] = this.#chunks;
    if (chunk === undefined) return;
    const bytes = Math.min(Math.ceil(wanted), chunk.length - this.#offset);
    const first = this.#read - this.#waiting;
    this.#advance(bytes);
    this.#count(bytes, first);
  }

  #count(bytes: number, first: number): void {
    this.#lost += bytes;
    this.#gap = true;
    const last = first + bytes - 1;
    if (this.#untold === null) this.#untold = { bytes, first, last };
    else {
      this.#untold.bytes += bytes;
      this.#untold.last = last;
    }
  }

  #advance(bytes: number): void {
    this.#waiting -= bytes;
    this.#offset += bytes;
    if (this.#offset < (this.#chunks[0]?.length ?? 0)) return;
    this.#chunks.shift();
    this.#offset = 0;
  }
}
