/**
 * Which signals have no figure although somebody asks about them: told once, when that has lasted
 * for some ticks, and once more when a figure comes after all.
 *
 * @spec timeline phase 2
 * @spec reliability restarts
 */

/** Who asks about a signal, and in which of its expressions. */
export interface Reader {
  /** Id of an event, the axis of a rule, or `run`. */
  readonly of: string;
  readonly role: 'start' | 'stop' | 'curve' | 'rule' | 'abort' | 'expect';
  readonly text: string;
}

export interface AvailabilityChange {
  readonly signal: string;
  readonly to: 'unavailable' | 'available';
  readonly readers: readonly Reader[];
}

/** A first tick has no rates yet, and a probe may be late: fewer in a row say nothing. */
export const silentTicksMin = 5;

type Standing =
  | { readonly is: 'well' | 'over' }
  | { readonly is: 'silent'; readonly ticks: number };

export class Availability {
  readonly #readers: ReadonlyMap<string, readonly Reader[]>;
  readonly #standings = new Map<string, Standing>();

  /** `readers` by the name of the signal. */
  constructor(readers: ReadonlyMap<string, readonly Reader[]>) {
    this.#readers = readers;
  }

  /** Another tick; without a target there is nothing that `target.…` could be a figure of. */
  tick(figureOf: (signal: string) => unknown, hasTarget: boolean): readonly AvailabilityChange[] {
    return [...this.#readers].flatMap(([signal, readers]) => {
      if (signal.startsWith('target.') && !hasTarget) return [];
      const to = this.#look(signal, figureOf(signal) ?? null);
      return to === null ? [] : [{ signal, to, readers }];
    });
  }

  #look(signal: string, figure: unknown): AvailabilityChange['to'] | null {
    const before = this.#standings.get(signal) ?? { is: 'well' };
    if (before.is === 'over') return null;
    const wasSilent = before.is === 'silent' && before.ticks >= silentTicksMin;
    if (figure !== null) {
      this.#standings.set(signal, { is: wasSilent ? 'over' : 'well' });
      return wasSilent ? 'available' : null;
    }
    const ticks = before.is === 'silent' ? before.ticks + 1 : 1;
    this.#standings.set(signal, { is: 'silent', ticks });
    return ticks === silentTicksMin ? 'unavailable' : null;
  }
}
