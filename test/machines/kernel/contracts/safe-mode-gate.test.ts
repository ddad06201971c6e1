/**
 * Goal: safe mode holds back what is not recovery.
 * Method: a look at each of the states that matter.
 */
import { expect, it } from 'vitest';
import { safeModeGate } from '../../../../machines/kernel/contracts/safe-mode-gate.ts';
import { type Look, look } from './looks.ts';

it.each<[Look, string]>([
  [{}, 'passed'],
  [{ gates: { safeMode: true } }, 'defer: safe mode is on'],
])('%j -> %s', (at, expected) => {
  expect(look(safeModeGate, at)).toBe(expected);
});

it('is called as its file', () => {
  expect(safeModeGate.id).toBe('safe-mode-gate');
});
