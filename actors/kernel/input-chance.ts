/**
 * Chance that begins anew with every input, each label a stream of its own: what one input draws
 * more or less leaves all others as they were.
 *
 * @spec reliability invariants
 */
import type { Random } from '../../runtime/host/host.ts';

export class InputChance implements Random {
  readonly #forks = new Map<string, InputChance>();
  #stream: Random;
  /** Made when it is first asked: most inputs need few of the streams. */
  #made: Random | null = null;
  #label: string | null = null;

  constructor(stream: Random) {
    this.#stream = stream;
  }

  /** From here on all draws are those of the label in the stream. */
  begin(stream: Random, label: string): void {
    this.#stream = stream;
    this.#label = label;
    this.#made = null;
    for (const [name, fork] of this.#forks) fork.begin(stream, `${label}/${name}`);
  }

  next(): number {
    return this.#drawn().next();
  }

  uuid(): string {
    return this.#drawn().uuid();
  }

  fork(label: string): Random {
    const known = this.#forks.get(label);
    if (known) return known;
    const made = new InputChance(this.#stream.fork(label));
    if (this.#label !== null) made.begin(this.#stream, `${this.#label}/${label}`);
    this.#forks.set(label, made);
    return made;
  }

  #drawn(): Random {
    if (this.#made) return this.#made;
    this.#made = this.#label === null ? this.#stream : this.#stream.fork(this.#label);
    return this.#made;
  }
}
