/**
 * What the index of a log knows of each event, as columns of numbers: where its line lies, and by
 * what it may be asked for. A million events are 44 MB, read at once and searched in milliseconds.
 *
 * @spec kernel 6
 */
import type { LoggedEvent } from '../../machines/record/session-line.ts';
import type { PlacedLine } from './log-walk.ts';

const rowsMin = 1024;
/** Columns of 8 bytes come first, so that all of them lie aligned. */
const wide = ['byte', 'correlation', 'ts', 'atMs'] as const;
const narrow = ['segment', 'type', 'pane'] as const;
type Wide = (typeof wide)[number];
type Narrow = (typeof narrow)[number];
export const rowBytes = wide.length * 8 + narrow.length * 4;

/** Digits of an id that the index keeps; the line itself has the rest. */
const keyDigits = 12;
/** The key of an id that is no UUID. */
export const oddKey = -1;

export class IndexColumns {
  #count: number;
  #numbers: Readonly<Record<Wide, Float64Array>>;
  #words: Readonly<Record<Narrow, Uint32Array>>;
  readonly types: Names;
  readonly panes: Names;

  constructor(count = 0, bytes?: ArrayBuffer, types: readonly string[] = [], panes = types) {
    this.#count = count;
    const buffer = bytes ?? new ArrayBuffer(rowsMin * rowBytes);
    const rows = buffer.byteLength / rowBytes;
    [this.#numbers, this.#words] = columnsIn(buffer, rows);
    this.types = new Names(types);
    this.panes = new Names(bytes ? panes : []);
  }

  get count(): number {
    return this.#count;
  }

  number(column: Wide, row: number): number {
    return this.#numbers[column][row] ?? 0;
  }

  word(column: Narrow, row: number): number {
    return this.#words[column][row] ?? 0;
  }

  push(event: LoggedEvent, { segment, byte }: PlacedLine): void {
    if (this.#count === this.#numbers.byte.length) this.#grow();
    const row = this.#count;
    this.#numbers.byte[row] = byte;
    this.#numbers.correlation[row] = keyOf(event.correlationId);
    this.#numbers.ts[row] = event.ts;
    this.#numbers.atMs[row] = event.atMs;
    this.#words.segment[row] = segment;
    this.#words.type[row] = this.types.idOf(event.type);
    this.#words.pane[row] = this.panes.idOf(event.paneId);
    this.#count += 1;
  }

  /** The rows alone, without room for more. */
  bytes(): Uint8Array {
    const buffer = new ArrayBuffer(this.#count * rowBytes);
    this.#copyTo(buffer);
    return new Uint8Array(buffer);
  }

  #grow(): void {
    const buffer = new ArrayBuffer(Math.max(rowsMin, this.#count * 2) * rowBytes);
    [this.#numbers, this.#words] = this.#copyTo(buffer);
  }

  #copyTo(buffer: ArrayBuffer) {
    const [numbers, words] = columnsIn(buffer, buffer.byteLength / rowBytes);
    for (const name of wide) numbers[name].set(this.#numbers[name].subarray(0, this.#count));
    for (const name of narrow) words[name].set(this.#words[name].subarray(0, this.#count));
    return [numbers, words] as const;
  }
}

function columnsIn(buffer: ArrayBuffer, rows: number) {
  const number = (at: number) => new Float64Array(buffer, at * rows * 8, rows);
  const word = (at: number) => new Uint32Array(buffer, (wide.length * 8 + at * 4) * rows, rows);
  const numbers = { byte: number(0), correlation: number(1), ts: number(2), atMs: number(3) };
  return [numbers, { segment: word(0), type: word(1), pane: word(2) }] as const;
}

/** Names by number. */
export class Names {
  readonly #ids = new Map<string, number>();

  constructor(names: readonly string[]) {
    for (const name of names) this.idOf(name);
  }

  /** The number of a name, a new one when it is new. */
  idOf(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    this.#ids.set(name, this.#ids.size);
    return this.#ids.size - 1;
  }

  find(name: string): number | undefined {
    return this.#ids.get(name);
  }

  list(): readonly string[] {
    return [...this.#ids.keys()];
  }
}

/** The first 48 bits of a UUID. */
export function keyOf(id: string): number {
  const digits = id.slice(0, 8) + id.slice(9, 13);
  return /^[0-9a-f]{12}$/.test(digits) && id[8] === '-' ? Number.parseInt(digits, 16) : oddKey;
}

/** The keys that ids with this beginning can have; null when any id may begin so. */
export function keyRange(start: string): readonly [number, number] | null {
  const digits = start.slice(0, 8) + start.slice(9, 13);
  if (!/^[0-9a-f]*$/.test(digits) || (start.length > 8 && start[8] !== '-')) return null;
  const rest = keyDigits - digits.length;
  const low = digits === '' ? 0 : Number.parseInt(digits, 16) * 16 ** rest;
  return [low, low + 16 ** rest - 1];
}
