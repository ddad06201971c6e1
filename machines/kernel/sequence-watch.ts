/**
 * What the sequence numbers of the other side's sources say: the next one, a gap, a latecomer, or
 * something seen before. A leap is not believed at once, as in RFC 3550 (A.1): one damaged number
 * would make a latecomer of everything after it, for good; two in a row are the truth. Bounded memory: the newest eventIds only; an older one is a latecomer.
 *
 * @spec kernel 2 7.5
 */

/** eventIds remembered; at 10,000 events a second the last few seconds. */
export const rememberedIdsMax = 65_536;
/** Sources remembered; one more than this forgets the one that was heard first. */
export const sourcesMax = 1_024;

/** More missing at once is a leap; at 10,000 events a second more than a minute and a half. */
export const gapMax = 1_000_000;

export type Arrival =
  | { readonly is: 'next' }
  /** It comes after a hole: these are missing. */
  | { readonly is: 'gap'; readonly oldestSeq: number; readonly newestSeq: number }
  /** Too far ahead to be believed, unless the next one follows it. */
  | { readonly is: 'leap' }
  | { readonly is: 'late' }
  | { readonly is: 'duplicate' };

export class SequenceWatch {
  /** Highest sequence number heard of each source. */
  readonly #highest = new Map<string, number>();
  /** The number that would bear out a leap, of each source that leapt. */
  readonly #leapt = new Map<string, number>();
  /** Two generations, so that forgetting is dropping a whole set. */
  #young = new Set<string>();
  #old = new Set<string>();

  /** Notes an arrival and says what it is. A source starts at 1. */
  note(source: string, seq: number, eventId: string): Arrival {
    if (this.#young.has(eventId) || this.#old.has(eventId)) return { is: 'duplicate' };
    this.#remember(eventId);
    const highest = this.#highest.get(source) ?? 0;
    if (seq <= highest) return { is: 'late' };
    if (seq - highest > gapMax && this.#leapt.get(source) !== seq) {
      if (this.#leapt.size >= sourcesMax) this.#leapt.clear();
      this.#leapt.set(source, seq + 1);
      return { is: 'leap' };
    }
    this.#leapt.delete(source);
    if (!this.#highest.has(source) && this.#highest.size >= sourcesMax) {
      const [first] = this.#highest.keys();
      if (first !== undefined) this.#highest.delete(first);
    }
    this.#highest.set(source, seq);
    if (seq === highest + 1) return { is: 'next' };
    return { is: 'gap', oldestSeq: highest + 1, newestSeq: seq - 1 };
  }

  #remember(eventId: string): void {
    this.#young.add(eventId);
    if (this.#young.size < rememberedIdsMax / 2) return;
    this.#old = this.#young;
    this.#young = new Set();
  }
}
