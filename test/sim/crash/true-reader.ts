/**
 * Invariant 53 spelled out: the longest valid prefix of a session log, from the words of its
 * documentation alone. The checksum is written from its polynomial; nothing is shared with the
 * product.
 *
 * @spec reliability invariants
 */
import type { Segments } from './sim-disk.ts';

export interface TrueLine {
  /** The JSON text without its checksum. */
  readonly text: string;
  readonly segment: number;
  /** Where it begins and where the next one would. */
  readonly from: number;
  readonly to: number;
}

export interface TrueReading {
  /** Headers left out. */
  readonly lines: readonly TrueLine[];
  /** Why it ends before the end of the bytes; null where it does not. */
  readonly why: string | null;
}

const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

export function crcOf(bytes: Uint8Array): string {
  let crc = -1;
  for (let at = 0; at < bytes.length; at += 1) {
    crc = (table[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return (~crc >>> 0).toString(16).padStart(8, '0');
}

interface Unsealed {
  readonly text: string;
  readonly crc: string;
}

/** `,"crc":"`, eight digits, `"}`. */
const sealBytes = 18;

/** A line of bytes without its line feed; a sentence about what is wrong with it. */
function unseal(bytes: Buffer): Unsealed | string {
  const end = Math.max(0, bytes.length - sealBytes);
  const seal = /^,"crc":"([0-9a-f]{8})"\}$/.exec(bytes.toString('latin1', end));
  if (!seal) return 'not sealed';
  const body = bytes.subarray(0, end);
  if (crcOf(body) !== seal[1]) return 'another checksum';
  return { text: `${body.toString('utf8')}}`, crc: seal[1] ?? '' };
}

interface Header {
  readonly format: string;
  readonly sessionId: string;
  readonly segment: number;
  readonly follows?: string;
}

export function longestPrefix(segments: Segments): TrueReading {
  const lines: TrueLine[] = [];
  let session = '';
  let lastCrc: string | undefined;
  let hasEnd = false;
  const stop = (why: string): TrueReading => ({ lines, why });
  const count = Math.max(-1, ...segments.keys()) + 1;
  for (let segment = 0; segment < count; segment += 1) {
    const bytes = segments.get(segment);
    if (!bytes) return stop('a segment is missing');
    if (segment > 0 && hasEnd) return stop('a segment after the end');
    for (let from = 0; from < bytes.length; ) {
      const feed = bytes.indexOf(10, from);
      if (feed < 0) return stop('torn');
      const read = unseal(bytes.subarray(from, feed));
      if (typeof read === 'string') return stop(read);
      if (hasEnd) return stop('a line after the end');
      const value = JSON.parse(read.text) as
        | Header
        | { readonly end?: string; readonly lines?: number };
      if (from === 0) {
        if (!('format' in value) || value.format !== 'ambush.session-log') return stop('no header');
        if (segment === 0) session = value.sessionId;
        const isNext = value.sessionId === session && value.segment === segment;
        if (!isNext || (segment > 0 && value.follows !== lastCrc)) return stop('does not follow');
      } else if ('format' in value) return stop('a header in the midst');
      else {
        lines.push({ text: read.text, segment, from, to: feed + 1 });
        hasEnd = 'end' in value && value.end !== undefined;
        if (hasEnd && value.lines !== lines.length - 1) return stop('another count of lines');
      }
      lastCrc = read.crc;
      from = feed + 1;
    }
  }
  return { lines, why: null };
}
