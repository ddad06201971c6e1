/**
 * Bytes in lines: whatever can be read at a position, cut at line feeds, in bounded memory.
 *
 * @spec reliability faults
 */
import { fstatSync, readSync } from 'node:fs';

/** A line longer than this is neither written nor read. */
export const lineBytesMax = 16 * 1024 * 1024;
const chunkBytes = 256 * 1024;
const chunkBytesMin = 1024;

export interface ByteSource {
  /** Reads into the buffer from its `at` on; the number of bytes, 0 at the end. */
  read(buffer: Buffer, at: number, position: number): number;
  /** Bytes that are there now. */
  size(): number;
}

export interface RawLine {
  /** Without the line feed. Valid until the next line is asked for. */
  readonly bytes: Buffer;
  /** Where it begins. */
  readonly byte: number;
  /** False for a last line without line feed, and for one that is too long. */
  readonly whole: boolean;
}

export function fileSource(file: number): ByteSource {
  return {
    read: (buffer, at, position) => readSync(file, buffer, at, buffer.length - at, position),
    size: () => fstatSync(file).size,
  };
}

export function bytesSource(bytes: Uint8Array): ByteSource {
  return {
    read(buffer, at, position) {
      const part = bytes.subarray(position, position + buffer.length - at);
      buffer.set(part, at);
      return part.length;
    },
    size: () => bytes.length,
  };
}

/** The lines from a position on. A last one that is not whole may be read again when it has grown. */
export function* rawLines(source: ByteSource, from = 0): Generator<RawLine> {
  const wanted = Math.min(chunkBytes, source.size() - from + 1);
  let buffer: Buffer = Buffer.allocUnsafe(Math.max(chunkBytesMin, wanted));
  let start = 0;
  let filled = 0;
  let searched = 0;
  /** Position of `start` in the source. */
  let byte = from;
  for (;;) {
    const feed = buffer.indexOf(0x0a, searched);
    // Beyond what is filled lies what was read before.
    if (feed >= 0 && feed < filled) {
      yield { bytes: buffer.subarray(start, feed), byte, whole: true };
      byte += feed + 1 - start;
      start = feed + 1;
      searched = start;
      continue;
    }
    const rest = filled - start;
    if (rest > lineBytesMax)
      return yield { bytes: buffer.subarray(start, filled), byte, whole: false };
    buffer = withRoom(buffer, start, filled);
    start = 0;
    searched = rest;
    const length = source.read(buffer, rest, byte + rest);
    filled = rest + length;
    if (length > 0) continue;
    if (rest > 0) yield { bytes: buffer.subarray(0, rest), byte, whole: false };
    return;
  }
}

/** The rest of a line at the beginning of a buffer with room behind it. */
function withRoom(buffer: Buffer, start: number, filled: number): Buffer {
  const rest = buffer.subarray(start, filled);
  const target = rest.length * 2 > buffer.length ? Buffer.allocUnsafe(buffer.length * 2) : buffer;
  rest.copy(target);
  return target;
}

/** JSON of a line, or null for what is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
