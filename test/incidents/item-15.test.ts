/**
 * Item 15: text was fitted to another CLI and lost content without a word.
 * Goal: content is lost only where a policy allows it; otherwise nothing is written.
 * Method: hands that do as told; bodies that a terminal cannot take whole.
 */
import { expect, it } from 'vitest';
import { createHands, createScene, obey } from '../actors/kernel/scene.ts';

it('writes nothing when content would be lost and no policy allows it', () => {
  const hands = createHands(obey);
  const { kernel, inject, chain } = createScene({ hands });
  const verdict = inject('1', { payload: { body: 'a\u001bb', cli: 'gemini' } });
  expect(verdict.decision).toBe('blocked');
  expect(verdict.reasons.map(({ contractId }) => contractId)).toEqual([
    'lossy-transform-needs-policy',
  ]);
  expect(hands.orders).toEqual([]);
  expect(chain(verdict.event?.correlationId ?? '')).toEqual([
    'inject.requested',
    'inject.mode.selected',
    'inject.transform.applied',
    'inject.transform.lossy',
    'contract.violation',
    'inject.dropped',
  ]);
  expect(kernel.query({ type: 'inject.transform.lossy' })[0]?.payload).toMatchObject({ lost: 1 });
});

it('tells the loss, writes what is left, and goes on, where a policy allows it', () => {
  const hands = createHands(obey);
  const { clock, inject, chain } = createScene({ hands });
  const payload = { body: 'one\ntwo', mode: 'keys', lossyPolicy: 'allow' };
  const verdict = inject('1', { payload });
  clock.advance(1_000);
  expect(verdict.decision).toBe('allowed');
  expect([...hands.written.values()]).toEqual(['one two']);
  expect(chain(verdict.event?.correlationId ?? '')).toEqual([
    'inject.requested',
    'inject.mode.selected',
    'inject.transform.applied',
    'inject.transform.lossy',
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
});

it('lets a loss that a module reports by itself not pass as if it were none', () => {
  const { kernel, inject, fact, types } = createScene();
  inject();
  fact('inject.transform.lossy', { lost: 3 });
  expect(types('contract.violation')).toEqual(['contract.violation']);
  expect(kernel.stats().violations).toBe(1);
});
