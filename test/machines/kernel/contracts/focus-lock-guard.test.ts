/**
 * Goal: nobody types into a pane while its user does.
 * Method: a look at each of the states that matter.
 */
import { expect, it } from 'vitest';
import { focusLockGuard } from '../../../../machines/kernel/contracts/focus-lock-guard.ts';
import { type Look, look } from './looks.ts';

it.each<[Look, string]>([
  [{}, 'passed'],
  [{ gates: { focusLocked: true } }, 'defer: locked'],
  [{ facts: { focusHolder: 'agent' } }, 'passed'],
])('%j -> %s', (at, expected) => {
  expect(look(focusLockGuard, at)).toBe(expected);
});

it('is called as its file', () => {
  expect(focusLockGuard.id).toBe('focus-lock-guard');
});
