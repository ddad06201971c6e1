/**
 * The seal of a line: its last key is the CRC-32 of all bytes before it, so that a line that was
 * cut or changed is noticed, and any JSON reader can still read it.
 *
 * @spec reliability faults
 */
import { crc32 } from 'node:zlib';

const opening = ',"crc":"';
const closing = '"}';
const digits = 8;
const sealBytes = opening.length + digits + closing.length;
const openingBytes = Buffer.from(opening);
const closingBytes = Buffer.from(closing);
const brace = 0x7d;

export interface SealedLine {
  /** With its line feed. */
  readonly text: string;
  readonly crc: string;
}

interface Placed {
  readonly bytes: number;
  readonly crc: string;
}

/** Seals a JSON object that has a key at least. */
export function sealLine(object: object): SealedLine {
  const json = JSON.stringify(object);
  const buffer = Buffer.allocUnsafe(roomOf(json));
  const { bytes, crc } = put(buffer, 0, json);
  return { text: buffer.toString('utf8', 0, bytes), crc };
}

/**
 * The same, straight into a buffer: the bytes it took, and its checksum; null where there is no
 * room. `json` is the text of an object that has a key at least.
 */
export function sealInto(buffer: Buffer, at: number, json: string): Placed | null {
  return at + roomOf(json) > buffer.length ? null : put(buffer, at, json);
}

/** Three bytes a character are the most that UTF-8 takes. */
function roomOf(json: string): number {
  return json.length * 3 + sealBytes + 1;
}

function put(buffer: Buffer, at: number, json: string): Placed {
  const body = buffer.write(json, at) - 1;
  const crc = hexOf(crc32(buffer.subarray(at, at + body)));
  const seal = buffer.write(`${opening}${crc}${closing}\n`, at + body, 'latin1');
  return { bytes: body + seal, crc };
}

function hexOf(crc: number): string {
  return crc.toString(16).padStart(digits, '0');
}

export type Unsealed =
  | { readonly ok: true; readonly text: string; readonly crc: string }
  | { readonly ok: false; readonly reason: 'not-sealed' | 'checksum' };

/** The JSON text of a line without its seal; `bytes` are without the line feed. */
export function unsealLine(bytes: Buffer): Unsealed {
  const end = bytes.length - sealBytes;
  if (end < 1 || !stands(openingBytes, bytes, end)) return { ok: false, reason: 'not-sealed' };
  const at = end + opening.length;
  if (!stands(closingBytes, bytes, at + digits)) return { ok: false, reason: 'not-sealed' };
  if (numberAt(bytes, at) !== crc32(bytes.subarray(0, end))) {
    return { ok: false, reason: 'checksum' };
  }
  const crc = bytes.toString('latin1', at, at + digits);
  return { ok: true, text: textBefore(bytes, end), crc };
}

/** The object is closed in its place, since text that is joined is copied before it is parsed. */
function textBefore(bytes: Buffer, end: number): string {
  const comma = bytes[end] as number;
  bytes[end] = brace;
  const text = bytes.toString('utf8', 0, end + 1);
  bytes[end] = comma;
  return text;
}

/** Byte by byte: so few are compared sooner than handed to the system. */
function stands(what: Buffer, bytes: Buffer, from: number): boolean {
  for (let at = 0; at < what.length; at += 1) if (bytes[from + at] !== what[at]) return false;
  return true;
}

/** Eight digits as they are written, without a capital; negative when one is none. */
function numberAt(bytes: Buffer, from: number): number {
  let number = 0;
  for (let at = from; at < from + digits; at += 1) {
    const byte = bytes[at] as number;
    const isDigit = byte >= 48 && byte <= 57;
    if (!isDigit && (byte < 97 || byte > 102)) return -1;
    number = number * 16 + byte - (isDigit ? 48 : 87);
  }
  return number;
}
