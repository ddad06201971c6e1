/**
 * What had no room in a full Lane A: it is kept for its producer, in order, and finds room as
 * what is before it leaves. Its bound is the last one; beyond it the other end is given up.
 *
 * @spec kernel 7.6
 */
import type { Bounds, Waiting } from './send-queue.ts';

export const heldBounds: Bounds = { messages: 65_536, characters: 64 * 2 ** 20 };
/** One that leaves makes room for one; a large one for several small ones. */
const releasedAtOnce = 16;

export interface Held {
  count(): number;
  /** False: more is kept than may be. */
  keep(waiting: Waiting): boolean;
  /** Offers the oldest until one is not taken. */
  release(offer: (waiting: Waiting) => boolean): void;
}

export function createHeld({ messages, characters }: Bounds = heldBounds): Held {
  let held: Waiting[] = [];
  /** So many have found room; moving the others each time would cost more. */
  let released = 0;
  let size = 0;
  const count = (): number => held.length - released;
  return {
    count,
    keep(waiting) {
      held.push(waiting);
      size += waiting.text.length;
      return count() <= messages && size <= characters;
    },
    release(offer) {
      for (const waiting of held.slice(released, released + releasedAtOnce)) {
        if (!offer(waiting)) break;
        released += 1;
        size -= waiting.text.length;
      }
      if (released * 2 < held.length) return;
      held = held.slice(released);
      released = 0;
    },
  };
}
