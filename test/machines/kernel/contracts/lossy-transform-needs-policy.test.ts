/**
 * Goal: content is lost only where a policy allows it.
 * Method: a look at each of the states that matter.
 */
import { expect, it } from 'vitest';
import { lossyTransformNeedsPolicy } from '../../../../machines/kernel/contracts/lossy-transform-needs-policy.ts';
import { type Look, look } from './looks.ts';

it.each<[Look, string]>([
  [{ payload: { policy: 'allow' } }, 'passed'],
  [{ payload: { policy: 'refuse' } }, 'block: content would be lost and no policy allows it'],
  [{}, 'block: content would be lost and no policy allows it'],
  [{ payload: { policy: 1 } }, 'block: content would be lost and no policy allows it'],
])('%j -> %s', (at, expected) => {
  expect(look(lossyTransformNeedsPolicy, at)).toBe(expected);
});

it('is called as its file', () => {
  expect(lossyTransformNeedsPolicy.id).toBe('lossy-transform-needs-policy');
});
