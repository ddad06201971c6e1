/**
 * A UUID as four 32-bit words, and back: a quarter of the memory of its text, and nothing for a
 * garbage collector to look at. Only the canonical lower-case form has words, so that what comes
 * back is what went in.
 *
 * @spec kernel 2
 */

const digitOf = new Int8Array(128).fill(-1);
for (let digit = 0; digit < 16; digit += 1) digitOf['0123456789abcdef'.charCodeAt(digit)] = digit;

const pairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const dash = 45;

/** False when the text is no such UUID; then the words are undefined. */
export function readWords(text: string, words: Uint32Array, at: number): boolean {
  if (text.length !== 36) return false;
  const a = half(text, 0);
  const b = half(text, 4);
  const c = half(text, 9);
  const d = half(text, 14);
  const e = half(text, 19);
  const f = half(text, 24);
  const g = half(text, 28);
  const h = half(text, 32);
  if ((a | b | c | d | e | f | g | h) < 0 || !isDashed(text)) return false;
  words[at] = (a << 16) | b;
  words[at + 1] = (c << 16) | d;
  words[at + 2] = (e << 16) | f;
  words[at + 3] = (g << 16) | h;
  return true;
}

export function textOfWords(words: Uint32Array, at: number): string {
  const [a, b, c, d] = [hex(words[at]), hex(words[at + 1]), hex(words[at + 2]), hex(words[at + 3])];
  return `${a}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${d}`;
}

/** Four digits; negative when one is none. */
function half(text: string, at: number): number {
  const a = text.charCodeAt(at);
  const b = text.charCodeAt(at + 1);
  const c = text.charCodeAt(at + 2);
  const d = text.charCodeAt(at + 3);
  if ((a | b | c | d) > 127) return -1;
  return (
    ((digitOf[a] ?? -1) << 12) |
    ((digitOf[b] ?? -1) << 8) |
    ((digitOf[c] ?? -1) << 4) |
    (digitOf[d] ?? -1)
  );
}

function isDashed(text: string): boolean {
  return (
    text.charCodeAt(8) === dash &&
    text.charCodeAt(13) === dash &&
    text.charCodeAt(18) === dash &&
    text.charCodeAt(23) === dash
  );
}

function hex(word = 0): string {
  return (
    (pairs[word >>> 24] ?? '') +
    (pairs[(word >>> 16) & 255] ?? '') +
    (pairs[(word >>> 8) & 255] ?? '') +
    (pairs[word & 255] ?? '')
  );
}
