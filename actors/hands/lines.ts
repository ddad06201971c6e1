/**
 * Cuts a stream of bytes into lines, so that no character is ever torn apart. A line that is too
 * long is dropped and told, so that a process gone mad cannot fill our memory.
 *
 * @spec timeline platform strategy
 */
export const lineBytesMax = 64 * 1024;
const newline = 10;

/** The line is handed on without its end; `onTooLong` is called once for each that is dropped. */
export function createLineCutter(
  onLine: (line: Uint8Array) => void,
  onTooLong: () => void,
): (chunk: Uint8Array) => void {
  let rest = new Uint8Array(0);
  let isDropping = false;
  const keep = (piece: Uint8Array): void => {
    if (isDropping || rest.length + piece.length > lineBytesMax) {
      if (!isDropping) onTooLong();
      isDropping = true;
      rest = new Uint8Array(0);
      return;
    }
    const joined = new Uint8Array(rest.length + piece.length);
    joined.set(rest, 0);
    joined.set(piece, rest.length);
    rest = joined;
  };
  return (chunk) => {
    let from = 0;
    for (let to = chunk.indexOf(newline); to >= 0; to = chunk.indexOf(newline, from)) {
      keep(chunk.subarray(from, to));
      if (!isDropping) onLine(rest);
      rest = new Uint8Array(0);
      isDropping = false;
      from = to + 1;
    }
    keep(chunk.subarray(from));
  };
}
