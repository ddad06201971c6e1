/**
 * What a benchmark is: something of ours and its peer, measured side by side in one run, so that
 * a busy machine slows both. A file `<name>.bench.ts` beside this one exports `bench`.
 */
export interface Bench {
  /** The name of its file. */
  readonly name: string;
  /** The aim in words, with its number. */
  readonly aim: string;
  measure(): Promise<Measurement>;
}

export interface Measurement {
  /** Medians or percentiles with their unit in the key: `help_ms`, `help_ratio`. */
  readonly figures: Readonly<Record<string, number>>;
  /** Whether the aim is met in this run; null where no peer was there to compare with. */
  readonly met: boolean | null;
  /** What a reader must know, such as a peer that is not installed. */
  readonly notes: readonly string[];
}

/** The middle of the values; 0 of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
