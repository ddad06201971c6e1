/**
 * Item 22: an agent's injection stole the focus in the middle of the user's input.
 * Goal: the user is never displaced, and displaces any agent; the injection waits.
 * Method: the chain of then: arbitration, the user's lock, deferral, release, resumption.
 */
import { expect, it } from 'vitest';
import { createScene } from '../actors/kernel/scene.ts';

const user = 'bb1f1a52-6d1c-4d0e-9a53-0d3b6e7b1c22';

it('gives the focus to the user, and lets the injection wait for it', () => {
  const { kernel, inject, fact, chain, types } = createScene();
  const claim = kernel.submit({
    type: 'focus.arbitration.requested',
    paneId: '1',
    source: 'injection.js',
    payload: { owner: 'agent' },
  });
  expect(claim.decision).toBe('allowed');
  fact('focus.locked', { owner: 'user' }, '1', user);
  const verdict = inject();
  expect(verdict.decision).toBe('deferred');
  fact('focus.released', { owner: 'user' }, '1', user);
  expect(chain(user)).toEqual([
    'focus.arbitration.requested',
    'focus.arbitration.resolved',
    'focus.released',
    'focus.locked',
    'pane.state.changed',
    'focus.released',
    'pane.state.changed',
  ]);
  expect(types('focus.locked', 'inject.deferred', 'focus.released', 'inject.resumed')).toEqual([
    'focus.locked',
    'focus.released',
    'focus.locked',
    'inject.deferred',
    'focus.released',
    'inject.resumed',
  ]);
});

it.each(['submit', 'report'] as const)('blocks a steal that an agent would %s', (way) => {
  const { kernel, fact, types } = createScene();
  fact('focus.locked', { owner: 'user' });
  const steal = { paneId: '1', source: 'injection.js', payload: { owner: 'agent' } };
  if (way === 'submit') {
    const verdict = kernel.submit({ ...steal, type: 'focus.locked' });
    expect(verdict.decision).toBe('blocked');
    expect(verdict.reasons.map(({ contractId }) => contractId)).toEqual([
      'user-focus-non-preemptive',
    ]);
  } else kernel.report({ ...steal, type: 'focus.locked' });
  expect(types('focus')).toEqual([
    'focus.locked',
    'focus.arbitration.requested',
    'focus.steal.blocked',
    'focus.arbitration.resolved',
  ]);
  expect(kernel.explain('1').focusHolder).toBe('user');
});

it('leaves the focus with the agent who has it, and calls a collision a conflict', () => {
  const { clock, kernel, fact, types } = createScene();
  fact('focus.locked', { owner: 'one' });
  fact('focus.locked', { owner: 'two' });
  expect(types('focus').at(-1)).toBe('focus.arbitration.conflict');
  clock.advance(1);
  fact('focus.locked', { owner: 'two' });
  expect(types('focus').at(-1)).toBe('focus.arbitration.resolved');
  expect(kernel.explain('1').focusHolder).toBe('one');
  expect(kernel.state('1').gates.focusLocked).toBe(false);
});
