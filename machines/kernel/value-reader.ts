/**
 * Bytes back to the values that they were made of, as frozen copies.
 *
 * @spec kernel 6
 */
import type { KeyLists } from './key-lists.ts';

/** What the first byte of a value tells. */
export const tag = {
  null: 0,
  false: 1,
  true: 2,
  /** A whole number from 0 to 2^31, in groups of seven bits. */
  count: 3,
  number: 4,
  /** Characters of one byte, and of two. */
  text: 5,
  wide: 6,
  list: 7,
  /** An object whose keys are a known list; one that spells its keys out. */
  object: 8,
  spelled: 9,
  /** Kept beside the bytes. */
  kept: 10,
} as const;

/** Characters that are put together at once. */
const textChunk = 4_096;

const double = new Float64Array(1);
const doubleBytes = new Uint8Array(double.buffer);

/** The value that begins there. */
export function readValue(
  bytes: Uint8Array,
  kept: readonly unknown[],
  lists: Pick<KeyLists, 'keys'>,
  at: number,
): unknown {
  return new Reader(bytes, kept, lists, at).value();
}

class Reader {
  readonly #bytes: Uint8Array;
  readonly #kept: readonly unknown[];
  readonly #lists: Pick<KeyLists, 'keys'>;
  #at: number;

  constructor(
    bytes: Uint8Array,
    kept: readonly unknown[],
    lists: Pick<KeyLists, 'keys'>,
    at: number,
  ) {
    this.#bytes = bytes;
    this.#kept = kept;
    this.#lists = lists;
    this.#at = at;
  }

  value(): unknown {
    switch (this.#byte()) {
      case tag.null:
        return null;
      case tag.false:
        return false;
      case tag.true:
        return true;
      case tag.count:
        return this.#count();
      case tag.number:
        doubleBytes.set(this.#bytes.subarray(this.#at, this.#at + 8));
        this.#at += 8;
        return double[0];
      case tag.text:
        return this.#text(1);
      case tag.wide:
        return this.#text(2);
      case tag.list:
        return Object.freeze(Array.from({ length: this.#count() }, () => this.value()));
      case tag.object: {
        const number = this.#byte() | (this.#byte() << 8);
        return this.#object(this.#lists.keys(number).length, this.#lists.keys(number));
      }
      case tag.spelled:
        return this.#object(this.#count(), null);
      default:
        return this.#kept[this.#count()];
    }
  }

  #object(size: number, keys: readonly string[] | null): unknown {
    const made: Record<string, unknown> = {};
    for (let index = 0; index < size; index += 1) {
      const key = keys ? (keys[index] ?? '') : String(this.value());
      const value = this.value();
      if (key === '__proto__') Object.defineProperty(made, key, { value, enumerable: true });
      else made[key] = value;
    }
    return Object.freeze(made);
  }

  #text(width: number): string {
    const length = this.#count();
    let text = '';
    for (let done = 0; done < length; done += textChunk) {
      const codes: number[] = [];
      for (let index = done; index < Math.min(length, done + textChunk); index += 1) {
        const at = this.#at + index * width;
        const low = this.#bytes[at] ?? 0;
        codes.push(width === 1 ? low : low | ((this.#bytes[at + 1] ?? 0) << 8));
      }
      text += String.fromCharCode(...codes);
    }
    this.#at += length * width;
    return text;
  }

  #byte(): number {
    const byte = this.#bytes[this.#at] ?? 0;
    this.#at += 1;
    return byte;
  }

  #count(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#byte();
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  }
}
