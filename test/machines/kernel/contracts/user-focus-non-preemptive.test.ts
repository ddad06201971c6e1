/**
 * Goal: no agent takes the focus from the user.
 * Method: a look at each of the states that matter.
 */
import { expect, it } from 'vitest';
import { userFocusNonPreemptive } from '../../../../machines/kernel/contracts/user-focus-non-preemptive.ts';
import { type Look, look } from './looks.ts';

it.each<[Look, string]>([
  [{ payload: { owner: 'agent' } }, 'passed'],
  [
    { payload: { owner: 'agent' }, facts: { focusHolder: 'user' } },
    'block: the user holds the focus',
  ],
  [{ payload: { owner: 'user' }, facts: { focusHolder: 'user' } }, 'passed'],
  [{ facts: { focusHolder: 'user' } }, 'passed'],
  [{ payload: { owner: 'b' }, facts: { focusHolder: 'a' } }, 'passed'],
])('%j -> %s', (at, expected) => {
  expect(look(userFocusNonPreemptive, at)).toBe(expected);
});

it('is called as its file', () => {
  expect(userFocusNonPreemptive.id).toBe('user-focus-non-preemptive');
});
