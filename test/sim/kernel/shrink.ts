/**
 * A failing schedule made short: halves, quarters and single acts are left out as long as the same
 * invariant still breaks (delta debugging).
 */
import type { Act } from './schedule.ts';
import { type Outcome, simulateKernel } from './simulate-kernel.ts';

/** Runs that shrinking may cost. */
const runsMax = 400;

/** The shortest schedule found that breaks the invariant which the seed broke first. */
export function shrink(failed: Outcome): Outcome {
  const [first] = failed.faults;
  if (!first) return failed;
  let best = failed;
  let runs = 0;
  const breaks = (acts: readonly Act[]): boolean => {
    runs += 1;
    const outcome = simulateKernel({ seed: failed.seed, acts });
    const isSame = outcome.faults.some(({ invariant }) => invariant === first.invariant);
    if (isSame) best = outcome;
    return isSame;
  };
  let parts = 2;
  while (runs < runsMax && best.acts.length > 1) {
    const { acts } = best;
    const size = Math.ceil(acts.length / parts);
    let shorter = false;
    for (let at = 0; at < acts.length && !shorter && runs < runsMax; at += size) {
      shorter = breaks([...acts.slice(0, at), ...acts.slice(at + size)]);
    }
    if (shorter) parts = Math.max(2, parts - 1);
    else if (size === 1) break;
    else parts = Math.min(acts.length, parts * 2);
  }
  return best;
}
