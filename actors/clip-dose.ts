/**
 * What a clip asks for: its plan, or what a signal asks of it, cut at what a constraint leaves. It
 * remembers for a while what the signal asked, so that a measurement can be held against it.
 *
 * @spec timeline phase 3
 */
import { type Dose, doseMean } from '../machines/timeline/axis.ts';
import { isWorthTelling, modulated } from '../machines/timeline/curve/side-chain.ts';
import type { PlannedEvent } from '../machines/timeline/timeline.ts';

/** What a signal asked is known for at least so long: some measurements of a stressor. */
const memoryMs = 2_000;
/** A level that was told is asked no later than so long after it. */
const lagMs = 250;

export interface ClipDose {
  /** What is to be taken now. */
  now(): Dose;
  /** Whether that changed what may be taken. */
  limit(cap: number | null): boolean;
  /** Whether what the signal says is worth telling; only an event with a side-chain listens. */
  modulate(value: number | boolean | null, atMs: number): boolean;
  /**
   * What plan or signal ask between two offsets of the run, as a mean. Of a signal the least that
   * it asked: a dose that follows it comes a little later.
   */
  planned(fromMs: number, toMs: number, startMs: number): number;
}

export function createClipDose({ dose: plan, durationMs, sideChain }: PlannedEvent): ClipDose {
  let cap: number | null = null;
  let levels = sideChain === undefined ? [] : [{ atMs: 0, level: sideChain.from }];

  return {
    now() {
      const level = levels.at(-1)?.level;
      const dose = level === undefined ? plan : { ...plan, from: level, to: level };
      return cap === null ? dose : { ...dose, cap };
    },
    limit(next) {
      if (next === cap) return false;
      cap = next;
      return true;
    },
    modulate(value, atMs) {
      const before = levels.at(-1)?.level;
      if (sideChain === undefined || before === undefined) return false;
      const level = modulated(sideChain, value);
      if (level === null || !isWorthTelling(sideChain, before, level)) return false;
      levels = [...inForce(levels, atMs - memoryMs), { atMs, level }];
      return true;
    },
    planned(fromMs, toMs, startMs) {
      if (levels.length > 0) {
        return Math.min(...inForce(levels, fromMs - lagMs).map(({ level }) => level));
      }
      const progress = (atMs: number): number =>
        Math.min(1, Math.max(0, (atMs - startMs) / durationMs));
      return doseMean(plan, progress(fromMs), progress(toMs));
    },
  };
}

/** Those that were asked at an offset, or later. */
function inForce<Level extends { readonly atMs: number }>(
  levels: readonly Level[],
  fromMs: number,
): readonly Level[] {
  const first = levels.findLastIndex(({ atMs }) => atMs <= fromMs);
  return levels.slice(Math.max(0, first));
}
