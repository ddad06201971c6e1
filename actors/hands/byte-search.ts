/**
 * Finds a text in a stream of bytes that arrives in pieces, across their borders.
 *
 * @spec timeline language
 */

/** Returns a function that takes the next piece and says whether the text has been seen by now. */
export function createByteSearch(text: string): (chunk: Uint8Array) => boolean {
  const wanted = utf8(text);
  let carry = new Uint8Array(0);
  let found = wanted.length === 0;
  return (chunk) => {
    if (found) return true;
    const joined = new Uint8Array(carry.length + chunk.length);
    joined.set(carry, 0);
    joined.set(chunk, carry.length);
    found = includes(joined, wanted);
    carry = joined.slice(Math.max(0, joined.length - wanted.length + 1));
    return found;
  };
}

function includes(bytes: Uint8Array, wanted: readonly number[]): boolean {
  const first = wanted[0] ?? 0;
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (at + wanted.length > bytes.length) return false;
    if (wanted.every((byte, offset) => bytes[at + offset] === byte)) return true;
  }
  return false;
}

/** Half a surrogate pair has no bytes in UTF-8; programs write U+FFFD for it, and so do we. */
function utf8(text: string): readonly number[] {
  const whole = text.replace(/\p{Surrogate}/gu, '\ufffd');
  const bytes: number[] = [];
  for (const point of whole) {
    const code = point.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), continuation(code, 0));
    else if (code < 0x10000) {
      bytes.push(0xe0 | (code >> 12), continuation(code, 6), continuation(code, 0));
    } else {
      bytes.push(0xf0 | (code >> 18), continuation(code, 12));
      bytes.push(continuation(code, 6), continuation(code, 0));
    }
  }
  return bytes;
}

function continuation(code: number, shift: number): number {
  return 0x80 | ((code >> shift) & 0x3f);
}
