/**
 * What a clip says of its conditions: what it waits for, and the values of what did not hold.
 *
 * @spec timeline phase 2
 */
import { type Saw, type Subject, startText } from '../machines/timeline/condition/judge.ts';
import { wishText } from '../machines/timeline/condition/wish.ts';
import type { Unmet } from './judge.actor.ts';

/** What did not hold: why it has not started, and what would have stopped it. */
export interface OpenWishes {
  readonly start: Unmet | null;
  readonly stop: Saw | null;
}

/** What it waits for, in words, so that a log tells it by itself. */
export function wishesOf({ start, stop }: Subject): { waitsFor?: string; stopsWhen?: string } {
  return {
    ...(start === undefined ? {} : { waitsFor: startText(start) }),
    ...(stop === undefined ? {} : { stopsWhen: wishText(stop) }),
  };
}

export function sawOf(saw: Saw | null): { saw?: Saw } {
  return saw === null || Object.keys(saw).length === 0 ? {} : { saw };
}
