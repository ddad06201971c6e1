/**
 * What a closed run left on the machine although the report could not know it any more: people
 * are told on standard error.
 *
 * @spec reliability orphans
 */
import type { Leftover } from '../machines/hands/messages.ts';
import type { Problem } from '../machines/kernel/problem.ts';

/** One problem for each leftover that the report does not name. */
export function leftoverProblems(
  left: readonly Leftover[],
  reported: readonly Pick<Leftover, 'name'>[],
): readonly Problem[] {
  const named = new Set(reported.map(({ name }) => name));
  return left
    .filter(({ name }) => !named.has(name))
    .map(({ kind, name, reason }) => ({
      code: 'LEFTOVER',
      message: `Expected nothing to be left of the run, got the ${kind} ${name}: ${reason}`,
      hint: kind === 'process' ? `Try kill -9 ${name}.` : `Try removing ${name} by hand.`,
    }));
}
