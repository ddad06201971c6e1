/**
 * What the constraint does, in words that the live view and the summary share: the five focusing
 * steps, and what giving way did to the dose.
 *
 * @spec timeline phase 3
 */
import type { Axis, DoseUnit } from '../../machines/timeline/axis.ts';
import { doseText } from './units.ts';

export interface EffectFacts {
  readonly axis: Axis;
  readonly change: 'applied' | 'released';
  readonly unit: string;
  readonly before: number;
  readonly after: number;
  readonly asked: number;
}

/** `cpu gave way to at most 25 %: 75 % before, 25.4 % after`. */
export function effectWords(effect: EffectFacts): string {
  const { axis, change, before, asked } = effect;
  const text = (value: number): string => doseText(value, effect.unit as DoseUnit);
  const doses = `${before === 0 ? 'nothing' : text(before)} before, ${text(effect.after)} after`;
  if (change === 'applied') {
    // An event that has just begun was not measured before.
    const within =
      before === 0 ? `begins within ${text(asked)}` : `was within ${text(asked)} already`;
    const deed = before > asked ? `gave way to at most ${text(asked)}` : within;
    return `${axis} ${deed}: ${doses}`;
  }
  return `${axis} was let go, the plan asks ${text(asked)}: ${doses}`;
}

const steps: Readonly<Record<string, string>> = {
  identify: 'step 1, identify: the constraint is looked for',
  exploit: 'step 2, exploit: it is kept as busy as the plan asks',
  subordinate: 'step 3, subordinate: the rest gives way to it',
  elevate: 'step 4, elevate: all that can give way did, only more of it would help',
  repeat: 'step 5, repeat: it is another or none now',
};

export function stepWords(step: string): string {
  return steps[step] ?? step;
}
