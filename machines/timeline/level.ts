/**
 * How hard an event is, as one point of the axis's scale: a named level or a share.
 *
 * @spec timeline terminology
 */
import { didYouMean } from './suggest.ts';

export const levels = ['light', 'medium', 'heavy', 'extreme'] as const;
export type Level = (typeof levels)[number];

/** A share of the axis's full scale, in percent: more than 0, at most 100. */
export interface Percent {
  readonly percent: number;
}

/** What levels are called elsewhere. */
const otherLevels: Readonly<Record<string, Level>> = {
  lite: 'light',
  low: 'light',
  small: 'light',
  mid: 'medium',
  moderate: 'medium',
  normal: 'medium',
  hard: 'heavy',
  high: 'heavy',
  full: 'extreme',
  max: 'extreme',
  maximum: 'extreme',
};

/** The hint as a sentence, or undefined when nothing is near. */
export function nearLevel(typed: string): string | undefined {
  const word = typed.trim().toLowerCase();
  const other = Object.hasOwn(otherLevels, word) ? otherLevels[word] : undefined;
  return other === undefined ? didYouMean(word, levels) : `Did you mean "${other}"?`;
}
