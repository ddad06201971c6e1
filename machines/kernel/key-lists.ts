/**
 * The lists of keys that payloads have, each with a number, so that a remembered payload holds a
 * number instead of its keys. Bounded: what is not known when it is full spells its keys out.
 *
 * @spec kernel 6
 */

/** More lists than the taxonomy has payloads; beyond these, payloads were made up by a stranger. */
export const keyListsMax = 4_096;
/** Keys of one list at most. */
export const keysMax = 64;
const none = -1;

interface Step {
  /** Number of the list that ends here; none when no list was asked for so far. */
  number: number;
  readonly key: string;
  readonly from: Step | null;
  readonly depth: number;
  readonly next: Map<string, Step>;
  /** The step that was taken last from here: it is mostly taken again. */
  lastKey: string | null;
  last: Step | null;
}

export class KeyLists {
  readonly #root = stepOf('', null);
  readonly #lists: (readonly string[])[] = [];
  #steps = 0;

  get isFull(): boolean {
    return this.#steps >= keyListsMax;
  }

  /** Where a walk begins. */
  get root(): Step {
    return this.#root;
  }

  /** The step behind a key; null when there is no room for a new one. */
  step(from: Step, key: string): Step | null {
    if (from.lastKey === key) return from.last;
    const known = from.next.get(key) ?? this.#add(from, key);
    if (known) {
      from.lastKey = key;
      from.last = known;
    }
    return known;
  }

  /** The number of the list that ends at this step. */
  numberOf(step: Step): number {
    if (step.number !== none) return step.number;
    step.number = this.#lists.length;
    this.#lists.push(keysTo(step));
    return step.number;
  }

  keys(number: number): readonly string[] {
    return this.#lists[number] ?? [];
  }

  #add(from: Step, key: string): Step | null {
    if (this.isFull || from.depth >= keysMax) return null;
    this.#steps += 1;
    const made = stepOf(key, from);
    from.next.set(key, made);
    return made;
  }
}

function stepOf(key: string, from: Step | null): Step {
  const depth = from ? from.depth + 1 : 0;
  return { number: none, key, from, depth, next: new Map(), lastKey: null, last: null };
}

function keysTo(end: Step): readonly string[] {
  const keys: string[] = [];
  for (let step: Step | null = end; step?.from; step = step.from) keys.push(step.key);
  return keys.reverse();
}
