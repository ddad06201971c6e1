/**
 * Goal: the hardest of several failing contracts decides.
 * Method: every pair of actions.
 */
import { expect, it } from 'vitest';
import { type Action, actions, decide } from '../../../machines/kernel/verdict.ts';

const alone: Readonly<Record<Action, string>> = {
  block: 'blocked',
  drop: 'dropped',
  defer: 'deferred',
  skip: 'skipped',
  continue: 'allowed',
};
const order: readonly Action[] = ['block', 'drop', 'defer', 'skip', 'continue'];

it('allows what nothing forbids', () => {
  expect(decide([])).toBe('allowed');
});

it.each(actions.flatMap((one) => actions.map((other) => [one, other] as const)))(
  '%s and %s',
  (one, other) => {
    const harder = order.indexOf(one) <= order.indexOf(other) ? one : other;
    expect(decide([one, other])).toBe(alone[harder]);
  },
);
