/**
 * The last bytes of a stream, in bounded space however much is written. What is kept begins at a
 * whole character of UTF-8.
 *
 * @spec timeline execution semantics
 */
export const tailBytesMax = 64 * 1024;

export interface OutputTail {
  add(chunk: Uint8Array): void;
  /** All bytes ever added. */
  total(): number;
  bytes(): Uint8Array;
}

export function createOutputTail(capacity: number = tailBytesMax): OutputTail {
  const ring = new Uint8Array(capacity);
  let total = 0;
  return {
    add(chunk) {
      const kept = chunk.subarray(Math.max(0, chunk.length - capacity));
      const from = (total + chunk.length - kept.length) % capacity;
      const first = kept.subarray(0, capacity - from);
      ring.set(first, from);
      ring.set(kept.subarray(first.length), 0);
      total += chunk.length;
    },
    total: () => total,
    bytes() {
      if (total <= capacity) return ring.slice(0, total);
      const oldest = total % capacity;
      const ordered = new Uint8Array(capacity);
      ordered.set(ring.subarray(oldest), 0);
      ordered.set(ring.subarray(0, oldest), capacity - oldest);
      return ordered.subarray(firstWholeCharacter(ordered));
    },
  };
}

/** At most three bytes at the start can belong to a character whose beginning was dropped. */
function firstWholeCharacter(bytes: Uint8Array): number {
  const isContinuation = (byte: number | undefined): boolean =>
    byte !== undefined && (byte & 0xc0) === 0x80;
  let at = 0;
  while (at < 3 && isContinuation(bytes[at])) at++;
  return isContinuation(bytes[at]) ? 0 : at;
}
