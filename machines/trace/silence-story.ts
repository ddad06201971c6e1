/**
 * Signals that had no figure, and why: for whoever asks why a condition could not be judged.
 *
 * @spec timeline phase 2
 */
import type { AmbushEvent } from '../kernel/events/registry.ts';
import type { SilentSignal } from '../report/ambush.ts';

export interface SilentFacts {
  readonly signal: string;
  /** When it had had no figure for some ticks. */
  readonly atMs: number;
  /** When it had one after all; null for never. */
  readonly untilMs: number | null;
  /** A clause. */
  readonly reason: string;
  /** Who asks about it: ids of events, axes of rules, or `run`. */
  readonly readers: readonly { readonly of: string; readonly text: string }[];
}

export function silentInReport(silent: readonly SilentSignal[]): readonly SilentFacts[] {
  return silent.map(({ signal, at_ms: atMs, until_ms: untilMs, reason, readers }) => ({
    ...{ signal, atMs, untilMs, reason },
    readers: readers.map(({ of, text }) => ({ of, text })),
  }));
}

/** A fold in the order of the log. */
export function createSilenceRecord() {
  const silent = new Map<string, SilentFacts>();
  return {
    take({ type, payload }: AmbushEvent): void {
      if (type === 'signal.unavailable') {
        const { signal, atMs, reason } = payload;
        const readers = payload.readers.map(({ of, text }) => ({ of, text }));
        silent.set(signal, { signal, atMs, untilMs: null, reason, readers });
      } else if (type === 'signal.available') {
        const known = silent.get(payload.signal);
        if (known) silent.set(known.signal, { ...known, untilMs: payload.atMs });
      }
    },
    told: (): readonly SilentFacts[] => [...silent.values()],
  };
}

/** Those that someone asked about. */
export function silentFor(
  silent: readonly SilentFacts[],
  asks: (reader: SilentFacts['readers'][number]) => boolean,
): readonly SilentFacts[] {
  return silent.filter(({ readers }) => readers.some(asks));
}
