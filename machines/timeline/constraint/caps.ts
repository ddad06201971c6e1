/**
 * From a rule in force to the cap of each event of its axis. A cap on the axis is shared out by
 * what the events ask for at most, over all that run or start before the next tick: so their sum
 * is within it at every moment, whichever of them start or end between two ticks. Who starts
 * later takes nothing yet, and is told what would be left to it.
 *
 * @spec timeline phase 3
 */
import type { Dose } from '../axis.ts';
import type { PlannedRule } from './constraint.ts';

/** An event of the axis that runs, or stands armed. */
export interface Giver {
  readonly id: string;
  readonly dose: Dose;
  /** It runs, or starts before the next tick. */
  readonly isNear: boolean;
}

/** The most that each event may take, by id; null where nothing limits it. */
export function capsOf(
  rule: PlannedRule | null,
  givers: readonly Giver[],
): ReadonlyMap<string, number | null> {
  const near = sumOf(givers.filter(({ isNear }) => isNear));
  return new Map(
    givers.map((giver) => {
      if (rule === null) return [giver.id, null];
      if (rule.action.do !== 'cap') return [giver.id, rule.cap];
      const all = giver.isNear ? near : near + mostOf(giver);
      return [giver.id, all > 0 ? (rule.cap * mostOf(giver)) / all : 0];
    }),
  );
}

function sumOf(givers: readonly Giver[]): number {
  return givers.reduce((total, each) => total + mostOf(each), 0);
}

function mostOf({ dose }: Giver): number {
  return Math.max(dose.from, dose.to);
}
