/**
 * Goal: only a confirmed compaction closes the gate.
 * Method: a look at each of the states that matter.
 */
import { expect, it } from 'vitest';
import { compactionGate } from '../../../../machines/kernel/contracts/compaction-gate.ts';
import { type Look, look } from './looks.ts';

it.each<[Look, string]>([
  [{ gates: { compacting: 'none' } }, 'passed'],
  [{ gates: { compacting: 'suspected' } }, 'passed'],
  [{ gates: { compacting: 'confirmed' } }, 'defer: compaction confirmed'],
  [{ gates: { compacting: 'cooldown' } }, 'passed'],
])('%j -> %s', (at, expected) => {
  expect(look(compactionGate, at)).toBe(expected);
});

it('is called as its file', () => {
  expect(compactionGate.id).toBe('compaction-gate');
});
