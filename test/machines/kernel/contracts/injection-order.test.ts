/**
 * Goal: newcomers go behind those who wait, when no gate holds them anyway.
 * Method: a look at each of the states that matter.
 */
import { expect, it } from 'vitest';
import { injectionOrder } from '../../../../machines/kernel/contracts/injection-order.ts';
import { type Look, look } from './looks.ts';

it.each<[Look, string]>([
  [{}, 'passed'],
  [{ facts: { waiting: 2 } }, 'defer: 2 wait before it'],
  [{ facts: { waiting: 2 }, gates: { compacting: 'cooldown' } }, 'defer: 2 wait before it'],
  [{ facts: { waiting: 2 }, gates: { focusLocked: true } }, 'passed'],
  [{ facts: { waiting: 2 }, gates: { compacting: 'confirmed' } }, 'passed'],
  [{ facts: { waiting: 2 }, gates: { safeMode: true } }, 'passed'],
  [{ facts: { waiting: 2 }, activity: 'injecting' }, 'passed'],
  [{ facts: { waiting: 2 }, connectivity: { bridge: 'down' } }, 'passed'],
  [{ facts: { waiting: 2 }, connectivity: { pty: 'down' } }, 'passed'],
])('%j -> %s', (at, expected) => {
  expect(look(injectionOrder, at)).toBe(expected);
});

it('is called as its file', () => {
  expect(injectionOrder.id).toBe('injection-order');
});
