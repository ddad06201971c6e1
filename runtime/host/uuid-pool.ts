/**
 * Random UUIDs (version 4) from a pool of random bytes. An event needs one or two of them, and one
 * call to the system for each is what would cost most of saying it. The text is made in one piece:
 * joined from parts it would be put together again, at twice the cost, by whoever reads it.
 *
 * @spec kernel 2
 */
import { randomFillSync } from 'node:crypto';

const bytesPerUuid = 16;
/** 8 KiB: the call to the system is then a hundredth of the cost. */
const uuidsPerPool = 512;
const dash = 45;

const digits = '0123456789abcdef';
/** Character codes of a byte's two digits. */
const high = Uint8Array.from({ length: 256 }, (_, byte) => digits.charCodeAt(byte >> 4));
const low = Uint8Array.from({ length: 256 }, (_, byte) => digits.charCodeAt(byte & 15));

/** @param fill fills it with random bytes; the system's by default. */
export function createUuidPool(fill: (pool: Uint8Array) => void = fillFromSystem): () => string {
  const pool = new Uint8Array(bytesPerUuid * uuidsPerPool);
  let next = pool.length;
  return () => {
    if (next === pool.length) {
      fill(pool);
      next = 0;
    }
    const text = textOf(pool, next);
    next += bytesPerUuid;
    return text;
  };
}

function fillFromSystem(pool: Uint8Array): void {
  randomFillSync(pool);
}

function textOf(bytes: Uint8Array, at: number): string {
  const a = bytes[at] as number;
  const b = bytes[at + 1] as number;
  const c = bytes[at + 2] as number;
  const d = bytes[at + 3] as number;
  const e = bytes[at + 4] as number;
  const f = bytes[at + 5] as number;
  const g = ((bytes[at + 6] as number) & 0x0f) | 0x40;
  const h = bytes[at + 7] as number;
  const i = ((bytes[at + 8] as number) & 0x3f) | 0x80;
  const j = bytes[at + 9] as number;
  const k = bytes[at + 10] as number;
  const l = bytes[at + 11] as number;
  const m = bytes[at + 12] as number;
  const n = bytes[at + 13] as number;
  const o = bytes[at + 14] as number;
  const p = bytes[at + 15] as number;
  // biome-ignore format: one line per group of the UUID.
  return String.fromCharCode(
    hi(a), lo(a), hi(b), lo(b), hi(c), lo(c), hi(d), lo(d), dash,
    hi(e), lo(e), hi(f), lo(f), dash,
    hi(g), lo(g), hi(h), lo(h), dash,
    hi(i), lo(i), hi(j), lo(j), dash,
    hi(k), lo(k), hi(l), lo(l), hi(m), lo(m), hi(n), lo(n), hi(o), lo(o), hi(p), lo(p),
  );
}

function hi(byte: number): number {
  return high[byte] as number;
}

function lo(byte: number): number {
  return low[byte] as number;
}
