/**
 * Chance from a seed: xoshiro128**, whose streams are forked by label, so that a new consumer
 * never shifts what the others draw. Identities of a real run come from the system instead,
 * because two runs with the same seed are still two runs.
 *
 * @spec reliability simulation
 */
import { textOfWords } from '../../machines/kernel/id-words.ts';
import type { Random } from './host.ts';
import { createUuidPool } from './uuid-pool.ts';

/** Same seed, same stream, same identities. */
export function createSeededRandom(seed: number | string): Random {
  return stream(hash(`seed:${seed}`), null);
}

/** Same seed, same stream; identities are unique over all runs. */
export function createSystemRandom(seed: number): Random {
  return stream(hash(`seed:${seed}`), createUuidPool());
}

type Key = readonly [number, number, number, number];

function stream(key: Key, systemUuid: (() => string) | null): Random {
  let [a, b, c, d] = key;
  const next32 = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result;
  };
  return {
    next: () => ((next32() >>> 5) * 2 ** 26 + (next32() >>> 6)) / 2 ** 53,
    uuid: systemUuid ?? (() => uuidFrom(next32)),
    fork: (label) => stream(hash(`${key.join(',')}/${label}`), systemUuid),
  };
}

/** Four words of a text, FNV-1a followed by the finalizer of murmur3; never all zero. */
function hash(text: string): Key {
  const word = (salt: number): number => {
    let value = (0x811c9dc5 ^ salt) >>> 0;
    for (let at = 0; at < text.length; at++) {
      value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
    }
    value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
    value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
    return (value ^ (value >>> 16)) >>> 0;
  };
  return [word(0x9e3779b9), word(0x243f6a88), word(0xb7e15162), word(0x6a09e667) | 1];
}

function rotate(value: number, by: number): number {
  return ((value << by) | (value >>> (32 - by))) >>> 0;
}

const words = new Uint32Array(4);

/** Version 4, of four words. */
function uuidFrom(next32: () => number): string {
  words[0] = next32();
  words[1] = (next32() & 0xffff0fff) | 0x4000;
  words[2] = (next32() & 0x3fffffff) | 0x80000000;
  words[3] = next32();
  return textOfWords(words, 0);
}
