/**
 * Line feeds for a terminal that adds a carriage return to each: a program that draws by cells
 * sends them alone, to go straight down. An index (`ESC D`) goes down, scrolls, and is left alone.
 *
 * @spec kernel 7
 */
const [lineFeed, carriageReturn, esc, index] = [0x0a, 0x0d, 0x1b, 0x44];

/** Takes the output in chunks, cut anywhere. */
export function createLineFeeds(): (chunk: Uint8Array) => Uint8Array {
  let before = 0;
  return (chunk) => {
    let alone = 0;
    let last = before;
    for (const byte of chunk) {
      if (byte === lineFeed && last !== carriageReturn) alone += 1;
      last = byte;
    }
    if (alone === 0) {
      before = last;
      return chunk;
    }
    const out = new Uint8Array(chunk.length + alone);
    let at = 0;
    for (const byte of chunk) {
      if (byte === lineFeed && before !== carriageReturn) {
        out[at] = esc;
        out[at + 1] = index;
        at += 2;
      } else {
        out[at] = byte;
        at += 1;
      }
      before = byte;
    }
    return out;
  };
}
