/**
 * Item 16: an injection went into a pane while its user was typing, because only a global flag
 * was looked at.
 * Goal: typing in a pane holds back that pane, and no other.
 * Method: the chain of then; nothing is written before the user is done.
 */
import { expect, it } from 'vitest';
import { createHands, createScene, obey } from '../actors/kernel/scene.ts';

const typing = 'aa1f1a52-6d1c-4d0e-9a53-0d3b6e7b1c16';

it('defers while the user types in this pane, and goes on when the typing ends', () => {
  const hands = createHands(obey);
  const { clock, kernel, inject, fact, chain } = createScene({ hands });
  fact('typing.activity', {}, '1', typing);
  expect(kernel.state('1').gates.focusLocked).toBe(true);
  const verdict = inject();
  expect(verdict.decision).toBe('deferred');
  expect(verdict.reasons).toEqual([{ contractId: 'focus-lock-guard', detail: 'locked' }]);
  clock.advance(5_000);
  expect(hands.orders).toEqual([]);
  fact('typing.idle', {}, '1', typing);
  clock.advance(1_000);
  expect([...hands.written.values()]).toEqual(['hello']);
  expect(chain(typing)).toEqual([
    'typing.activity',
    'focus.locked',
    'pane.state.changed',
    'typing.idle',
    'focus.released',
    'pane.state.changed',
  ]);
  expect(chain(verdict.event?.correlationId ?? '')).toEqual([
    'inject.requested',
    'inject.deferred',
    'inject.queued',
    'queue.depth.changed',
    'inject.resumed',
    'queue.depth.changed',
    'inject.mode.selected',
    'pane.state.changed',
    'daemon.write.requested',
    'daemon.write.ack',
    'inject.applied',
    'inject.submit.requested',
    'inject.submit.sent',
    'verify.pass',
    'inject.verified',
    'pane.state.changed',
  ]);
  expect(kernel.query({ type: 'inject.deferred' })[0]?.payload).toMatchObject({
    reason: 'locked',
    contractId: 'focus-lock-guard',
  });
});

it('holds back no other pane', () => {
  const { inject, fact } = createScene();
  fact('typing.activity', {}, '1');
  expect(inject('2').decision).toBe('allowed');
});

it('is one lock, however often it is told', () => {
  const { fact, types } = createScene();
  fact('typing.activity', {}, '1', typing);
  fact('typing.activity', {}, '1', typing);
  const standing = fact('focus.locked', { owner: 'user' }, '1', typing);
  expect(standing.type).toBe('focus.locked');
  fact('typing.idle', {}, '1', typing);
  fact('focus.released', { owner: 'user' }, '1', typing);
  expect(types('focus')).toEqual(['focus.locked', 'focus.released']);
});
