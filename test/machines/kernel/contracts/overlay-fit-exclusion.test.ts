/**
 * Goal: no fit while a dialog is open.
 * Method: a look at each of the states that matter.
 */
import { expect, it } from 'vitest';
import { overlayFitExclusion } from '../../../../machines/kernel/contracts/overlay-fit-exclusion.ts';
import { type Look, look } from './looks.ts';

it.each<[Look, string]>([
  [{}, 'passed'],
  [{ facts: { overlayOpen: true } }, 'skip: overlay_open'],
])('%j -> %s', (at, expected) => {
  expect(look(overlayFitExclusion, at)).toBe(expected);
});

it('is called as its file', () => {
  expect(overlayFitExclusion.id).toBe('overlay-fit-exclusion');
});
