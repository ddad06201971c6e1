/**
 * Goal: one operation at a time waits, a second submitter is blocked.
 * Method: a look at each of the states that matter.
 */
import { expect, it } from 'vitest';
import { ownershipExclusive } from '../../../../machines/kernel/contracts/ownership-exclusive.ts';
import { type Look, look } from './looks.ts';

it.each<[Look, string]>([
  [{}, 'passed'],
  [{ activity: 'injecting' }, 'defer: injecting is under way'],
  [{ activity: 'resizing' }, 'defer: resizing is under way'],
  [{ activity: 'recovering' }, 'passed'],
  [{ facts: { submitter: 'injection.js' } }, 'passed'],
  [
    { facts: { submitter: 'triggers.js' } },
    'block: second submitter in one correlation: injection.js after triggers.js',
  ],
  [{ type: 'inject.submit.requested', activity: 'injecting' }, 'passed'],
  [
    { type: 'inject.submit.requested', facts: { submitter: 'triggers.js' } },
    'block: second submitter in one correlation: injection.js after triggers.js',
  ],
  [{ type: 'resize.requested', facts: { submitter: 'triggers.js' } }, 'passed'],
  [{ type: 'resize.requested', activity: 'injecting' }, 'defer: injecting is under way'],
])('%j -> %s', (at, expected) => {
  expect(look(ownershipExclusive, at)).toBe(expected);
});

it('is called as its file', () => {
  expect(ownershipExclusive.id).toBe('ownership-exclusive');
});
