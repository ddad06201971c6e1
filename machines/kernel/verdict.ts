/**
 * What the door answers to an intent: one decision, and every contract that failed, in order.
 *
 * @spec kernel 5.1
 */
import type { Envelope } from './envelope.ts';

export const decisions = ['allowed', 'deferred', 'blocked', 'dropped', 'skipped'] as const;
export type Decision = (typeof decisions)[number];

export interface Reason {
  readonly contractId: string;
  readonly detail: string;
}

export interface Verdict {
  readonly decision: Decision;
  readonly reasons: readonly Reason[];
  /** The recorded intent; null when it was refused before it became an event. */
  readonly event: Envelope | null;
}

/** What a contract wants done, as section 5.1.1 names it. */
export const actions = ['defer', 'drop', 'block', 'skip', 'continue'] as const;
export type Action = (typeof actions)[number];

const decisionOf: Readonly<Record<Action, Decision>> = {
  defer: 'deferred',
  drop: 'dropped',
  block: 'blocked',
  skip: 'skipped',
  continue: 'allowed',
};

/** The hardest of several: what may never happen outweighs what may happen later. */
const hardestFirst = ['block', 'drop', 'defer', 'skip', 'continue'] as const;

/** The decision of several failing contracts; without any, the intent is allowed. */
export function decide(failing: readonly Action[]): Decision {
  const hardest = hardestFirst.find((action) => failing.includes(action));
  return hardest ? decisionOf[hardest] : 'allowed';
}
