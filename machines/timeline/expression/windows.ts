/**
 * Figures of a signal over the last seconds: their mean, their largest, the one that 95 % do not
 * exceed, and how fast they change. Samples older than the longest window are forgotten.
 *
 * @spec timeline phase 2
 */
import { durationMaxMs } from '../duration.ts';
import { recoveryMaxMs } from '../expectation/expectation.ts';
import type { Window } from './expression.ts';

/** Two a second, which is the cadence of a run. */
const samplesPerS = 2;
/** Of what comes besides the timeline and the recovery: a grace period, and a clean-up. */
const restS = 1_000;
/**
 * Of each signal: more than the longest run there can be takes, so that none of it is forgotten.
 * Beyond it the oldest would be.
 */
export const samplesKeptMax = samplesPerS * ((durationMaxMs + recoveryMaxMs) / 1_000 + restS);

interface Sample {
  readonly atMs: number;
  readonly value: number;
}

export class WindowKeeper {
  /** By key: however many expressions look through one, it is summed up once. */
  readonly #windows: ReadonlyMap<string, Window>;
  readonly #samples = new Map<string, Sample[]>();
  readonly #longest = new Map<string, number>();
  #made: {
    readonly atMs: number;
    readonly figures: Readonly<Record<string, number | null>>;
  } | null = null;

  constructor(windows: readonly Window[]) {
    this.#windows = new Map(windows.map((window) => [window.key, window]));
    for (const { signal, lengthMs } of windows) {
      const length = lengthMs === 'whole' ? Number.POSITIVE_INFINITY : lengthMs;
      this.#longest.set(signal, Math.max(length, this.#longest.get(signal) ?? 0));
      this.#samples.set(signal, []);
    }
  }

  /** A tick: what the signals read now. Without a figure the window keeps those it has. */
  take(atMs: number, figureOf: (signal: string) => unknown): void {
    this.#made = null;
    for (const [signal, samples] of this.#samples) {
      const value = figureOf(signal);
      if (typeof value === 'number') samples.push({ atMs, value });
      const oldest = atMs - (this.#longest.get(signal) ?? 0);
      let gone = samples.findIndex((sample) => sample.atMs > oldest);
      if (gone < 0) gone = samples.length;
      if (gone > 0) samples.splice(0, gone);
      if (samples.length > samplesKeptMax) samples.splice(0, samples.length - samplesKeptMax);
    }
  }

  /**
   * By key; null where a window holds nothing yet. Good until the next tick: each figure is made
   * when it is first looked at, since most are asked about at the end only.
   */
  read(atMs: number): Readonly<Record<string, number | null>> {
    if (this.#made?.atMs === atMs) return this.#made.figures;
    const figures: Record<string, number | null> = {};
    for (const window of this.#windows.values()) {
      let made: number | null | undefined;
      Object.defineProperty(figures, window.key, {
        enumerable: true,
        get: () => {
          made ??= summaryOf(window.fn, this.#within(window, atMs));
          return made;
        },
      });
    }
    this.#made = { atMs, figures };
    return figures;
  }

  #within({ signal, lengthMs }: Window, atMs: number): readonly Sample[] {
    const all = this.#samples.get(signal) ?? [];
    return lengthMs === 'whole' ? all : all.filter((one) => one.atMs > atMs - lengthMs);
  }
}

function summaryOf(fn: Window['fn'], samples: readonly Sample[]): number | null {
  const [first] = samples;
  const last = samples.at(-1);
  if (!first || !last) return null;
  switch (fn) {
    case 'avg':
      return samples.reduce((sum, { value }) => sum + value, 0) / samples.length;
    case 'max':
      return samples.reduce((most, { value }) => Math.max(most, value), first.value);
    case 'p95': {
      const sorted = samples.map(({ value }) => value).sort((a, b) => a - b);
      return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? null;
    }
    case 'rate':
      return last.atMs === first.atMs
        ? null
        : ((last.value - first.value) * 1_000) / (last.atMs - first.atMs);
  }
}
