/**
 * Plain values as bytes: what a ring of a million payloads is made of, so that a garbage collector
 * sees one piece of memory instead of millions of objects. What has no bytes, such as a function
 * in dev mode, is kept beside them as it is.
 *
 * @spec kernel 6
 */
import { KeyLists } from './key-lists.ts';
import { readValue, tag } from './value-reader.ts';

/** Redaction goes no deeper than 6; a cycle is not followed for ever. */
const depthMax = 12;
/** What is kept beside the bytes is not looked at; it is weighed as this. */
export const keptBytes = 64;

const double = new Float64Array(1);
const doubleBytes = new Uint8Array(double.buffer);

/** Values one behind the other, found again by their offset. */
export class ValueBytes {
  readonly #lists: KeyLists;
  readonly #kept: unknown[] = [];
  readonly #first: Uint8Array;
  #bytes: Uint8Array;
  #end = 0;

  /** @param first memory to begin with; more is taken when it is full. */
  constructor(first: Uint8Array, lists: KeyLists = new KeyLists()) {
    this.#first = first;
    this.#bytes = first;
    this.#lists = lists;
  }

  /** Bytes written. */
  get length(): number {
    return this.#end;
  }

  /** Bytes held, whether written or not. */
  get held(): number {
    const grown = this.#bytes === this.#first ? 0 : this.#bytes.byteLength;
    return this.#first.byteLength + grown + this.#kept.length * keptBytes;
  }

  /** Forgets everything, and gives back what memory was taken. */
  clear(): void {
    this.#end = 0;
    this.#kept.length = 0;
    this.#bytes = this.#first;
  }

  /** The offset under which it is read. */
  write(value: unknown): number {
    const offset = this.#end;
    this.#write(value, 0);
    return offset;
  }

  read(offset: number): unknown {
    return readValue(this.#bytes, this.#kept, this.#lists, offset);
  }

  #write(value: unknown, depth: number): void {
    switch (typeof value) {
      case 'string':
        this.#text(value);
        return;
      case 'number':
        this.#number(value);
        return;
      case 'boolean':
        this.#byte(value ? tag.true : tag.false);
        return;
      case 'object':
        if (value === null) this.#byte(tag.null);
        else if (depth > depthMax) this.#keep(value);
        else if (Array.isArray(value)) this.#list(value, depth);
        else if (isPlain(value)) this.#object(value as Record<string, unknown>, depth);
        else this.#keep(value);
        return;
      default:
        this.#keep(value);
    }
  }

  #number(value: number): void {
    if ((value | 0) === value && (value > 0 || Object.is(value, 0))) {
      this.#byte(tag.count);
      this.#count(value);
      return;
    }
    this.#room(9);
    double[0] = value;
    this.#bytes[this.#end] = tag.number;
    this.#bytes.set(doubleBytes, this.#end + 1);
    this.#end += 9;
  }

  #text(value: string): void {
    const { length } = value;
    this.#room(6 + length);
    const from = this.#end;
    const bytes = this.#bytes;
    bytes[from] = tag.text;
    this.#end = from + 1;
    this.#count(length);
    let at = this.#end;
    for (let index = 0; index < length; index += 1) {
      const code = value.charCodeAt(index);
      if (code > 255) {
        this.#wide(value, from);
        return;
      }
      bytes[at] = code;
      at += 1;
    }
    this.#end = at;
  }

  /** The same with two bytes a character; its tag stands at `from`. */
  #wide(value: string, from: number): void {
    this.#room(value.length * 2);
    const bytes = this.#bytes;
    bytes[from] = tag.wide;
    let at = this.#end;
    for (let index = 0; index < value.length; index += 1) {
      const code = value.charCodeAt(index);
      bytes[at] = code & 255;
      bytes[at + 1] = code >>> 8;
      at += 2;
    }
    this.#end = at;
  }

  #list(value: readonly unknown[], depth: number): void {
    this.#byte(tag.list);
    this.#count(value.length);
    for (let index = 0; index < value.length; index += 1) this.#write(value[index], depth + 1);
  }

  #object(value: Readonly<Record<string, unknown>>, depth: number): void {
    const from = this.#end;
    this.#room(3);
    this.#end = from + 3;
    let step = this.#lists.root;
    for (const key in value) {
      const next = this.#lists.step(step, key);
      if (!next) {
        this.#end = from;
        this.#spelled(value, depth);
        return;
      }
      step = next;
      this.#write(value[key], depth + 1);
    }
    const number = this.#lists.numberOf(step);
    this.#bytes[from] = tag.object;
    this.#bytes[from + 1] = number & 255;
    this.#bytes[from + 2] = number >>> 8;
  }

  #spelled(value: Readonly<Record<string, unknown>>, depth: number): void {
    const keys = Object.keys(value);
    this.#byte(tag.spelled);
    this.#count(keys.length);
    for (const key of keys) {
      this.#text(key);
      this.#write(value[key], depth + 1);
    }
  }

  #keep(value: unknown): void {
    this.#byte(tag.kept);
    this.#count(this.#kept.length);
    this.#kept.push(value);
  }

  #byte(value: number): void {
    this.#room(1);
    this.#bytes[this.#end] = value;
    this.#end += 1;
  }

  #count(value: number): void {
    this.#room(5);
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#end] = (rest & 127) | 128;
      this.#end += 1;
      rest >>>= 7;
    }
    this.#bytes[this.#end] = rest;
    this.#end += 1;
  }

  #room(more: number): void {
    if (this.#end + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#end + more));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

/** Whether it is no more than its keys and values. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
