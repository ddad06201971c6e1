/**
 * From a rule in force to the cap of each event of its axis. A cap on the axis is shared out by
 * what the events ask for at most, over all that run or are about to: so their sum is within it
 * at every moment, whichever of them start or end between two ticks.
 *
 * @spec timeline phase 3
 */
import type { Dose } from '../axis.ts';
import type { PlannedRule } from './constraint.ts';

/** An event of the axis that runs, or stands armed. */
export interface Giver {
  readonly id: string;
  readonly dose: Dose;
}

/** The most that each event may take, by id; null where nothing limits it. */
export function capsOf(
  rule: PlannedRule | null,
  givers: readonly Giver[],
): ReadonlyMap<string, number | null> {
  const asked = givers.map(({ dose }) => Math.max(dose.from, dose.to));
  const sum = asked.reduce((total, each) => total + each, 0);
  return new Map(
    givers.map(({ id }, index) => {
      if (rule === null) return [id, null];
      if (rule.action.do !== 'cap') return [id, rule.cap];
      const share = sum > 0 ? (asked[index] ?? 0) / sum : 0;
      return [id, rule.cap * share];
    }),
  );
}
