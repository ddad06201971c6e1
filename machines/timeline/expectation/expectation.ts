/**
 * What must hold for a run to pass: an expression over its signals, at every tick, at some tick or
 * when it is over; and that the target is well again after the last stress.
 *
 * @spec timeline phase 2
 */
import type { Expression, Scope } from '../expression/expression.ts';

/** When an expression must hold. */
export const expectationKinds = ['always', 'sometimes', 'finally', 'recovered'] as const;

export type Expectation =
  | { readonly is: 'always' | 'sometimes' | 'finally'; readonly text: string }
  | {
      readonly is: 'recovered';
      /** From the end of the last stress. */
      readonly withinMs: number;
      /** What must hold besides, for the target to be well. */
      readonly when: string | null;
    };

/** `unavailable`: nothing was ever known of it. `unjudged`: the run ended before its time. */
export const judgements = ['kept', 'broken', 'unavailable', 'unjudged'] as const;
export type Judgement = (typeof judgements)[number];

export const expectationsMax = 64;
/** Two ticks are needed to see that the target is well. */
export const recoveryMinMs = 2_000;
/** A run that waits longer for its target proves nothing more. */
export const recoveryMaxMs = 600_000;

/** Whether a signal tells of the whole run so far, where others tell of an instant. */
export function isTotal(name: string): boolean {
  return totals.has(name) || name.endsWith('.injections_failed');
}

const totals: ReadonlySet<string> = new Set([
  ...['crashes', 'exits', 'restarts', 'elapsed_s', 'injections_failed'],
]);

/**
 * What asks for figures of an instant must hold at all of them; what asks only for windows, totals
 * and ends of events sums the run up, and is judged when it is over.
 */
export function usualKind({ latest }: Pick<Expression, 'latest'>): 'always' | 'finally' {
  return latest.every(isTotal) ? 'finally' : 'always';
}

/** As people write it. */
export function expectationText(expectation: Expectation): string {
  if (expectation.is !== 'recovered') return expectation.text;
  const { withinMs, when } = expectation;
  return `recovered within ${withinMs / 1_000}s${when === null ? '' : `: ${when}`}`;
}

/** The expression in it, if any. */
export function textOf(expectation: Expectation): string | null {
  return expectation.is === 'recovered' ? expectation.when : expectation.text;
}

/** What expectations may ask about: the same, through windows over the whole run. */
export function expectationScope(scope: Scope): Scope {
  return { ...scope, usualWindow: 'whole' };
}
