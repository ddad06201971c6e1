/**
 * Goal: both links must be up.
 * Method: a look at each of the states that matter.
 */
import { expect, it } from 'vitest';
import { linkGate } from '../../../../machines/kernel/contracts/link-gate.ts';
import { type Look, look } from './looks.ts';

it.each<[Look, string]>([
  [{}, 'passed'],
  [{ connectivity: { bridge: 'down' } }, 'defer: bridge down'],
  [{ connectivity: { pty: 'down' } }, 'defer: pty down'],
  [{ connectivity: { bridge: 'down', pty: 'down' } }, 'defer: bridge down'],
])('%j -> %s', (at, expected) => {
  expect(look(linkGate, at)).toBe(expected);
});

it('is called as its file', () => {
  expect(linkGate.id).toBe('link-gate');
});
