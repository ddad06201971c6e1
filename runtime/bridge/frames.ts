/**
 * One JSON object a line, at most 1 MiB of it. What comes in may be cut at any byte; a line that
 * is too long, or is no object, is told and is never kept.
 *
 * @spec kernel 7.2
 * @spec reliability attacks
 */
import type { Message } from './peer.ts';

/** Limit of one frame without its line end; ours stay under it by the bounds of what they carry. */
export const frameBytesMax = 1_048_576;
/** Both sides of a socket speak frames of this version, or do not speak. */
export const frameVersion = 1;

const newline = 10;
/** Characters of a frame that are quoted because it is none. */
const quoteMax = 40;

/** JSON on one line; whether it is a frame is asked for itself. */
export function frameOf(message: object): string {
  return JSON.stringify(message);
}

/** Whether it is short enough. */
export function isFrame(json: string): boolean {
  // A character takes three bytes at most, so that most texts need not be measured.
  return json.length * 3 <= frameBytesMax || Buffer.byteLength(json) <= frameBytesMax;
}

export interface FrameReader {
  /** False once a frame was refused: nothing after it is read. */
  read(chunk: Buffer): boolean;
  /** Bytes of a frame whose end did not come yet. */
  heldBytes(): number;
}

/** `onRefused` is told the reason, at most once. */
export function createFrameReader(
  onMessage: (message: Message, characters: number) => void,
  onRefused: (reason: string) => void,
): FrameReader {
  let held: Buffer[] = [];
  let heldBytes = 0;
  let isRefused = false;
  const refuse = (got: string): false => {
    isRefused = true;
    held = [];
    heldBytes = 0;
    onRefused(`Expected a JSON object of at most ${frameBytesMax} bytes on each line, got ${got}.`);
    return false;
  };
  const take = (line: string): boolean => {
    if (!isFrame(line)) return refuse('a longer line');
    const message = messageOf(line);
    if (message === null) return refuse(JSON.stringify(line.slice(0, quoteMax)));
    onMessage(message, line.length);
    return true;
  };
  /** Lines that are whole become text together, which is cheaper than one by one. */
  const takeAll = (lines: Buffer): boolean => {
    const text = lines.toString('utf8');
    let from = 0;
    for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
      if (!take(text.slice(from, to))) return false;
      from = to + 1;
    }
    return true;
  };
  return {
    heldBytes: () => heldBytes,
    read(chunk) {
      if (isRefused) return false;
      const end = chunk.lastIndexOf(newline) + 1;
      if (end > 0) {
        const whole = chunk.subarray(0, end);
        const lines = heldBytes === 0 ? whole : Buffer.concat([...held, whole]);
        held = [];
        heldBytes = 0;
        if (!takeAll(lines)) return false;
      }
      if (end === chunk.length) return true;
      const rest = chunk.subarray(end);
      if (heldBytes + rest.length > frameBytesMax) return refuse('a longer line');
      held.push(rest);
      heldBytes += rest.length;
      return true;
    },
  };
}

function messageOf(text: string): Message | null {
  try {
    const value: unknown = JSON.parse(text);
    return isMessage(value) ? value : null;
  } catch {
    return null;
  }
}

export function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
