/**
 * A planted bug: one believable slip in one file. The simulator is trusted as far as it kills them.
 *
 * @spec reliability simulation
 */
export interface Planted {
  /** Kebab-case, unique. */
  readonly id: string;
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly replace: string;
  /** Invariants that it breaks by the law. */
  readonly breaks: readonly number[];
  readonly why: string;
}

/** A bug as a row: id, what stands there, what the slip made of it, what breaks, why. */
export type Row = readonly [string, string, string, readonly number[], string];

export function planted(file: string, rows: readonly Row[]): readonly Planted[] {
  return rows.map(([id, find, replace, breaks, why]) => ({ id, file, find, replace, breaks, why }));
}
