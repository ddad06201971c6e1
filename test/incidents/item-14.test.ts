/**
 * Item 14: a message of an agent was executed twice, because two modules submitted it.
 * Goal: whoever is second within one operation is blocked, and that is a violation; quick
 * messages of one submitter are none.
 * Method: the chain of then, replayed; the whole chain that comes of it now, asserted.
 */
import { expect, it } from 'vitest';
import { createScene } from '../actors/kernel/scene.ts';

const correlationId = '6f1f1a52-6d1c-4d0e-9a53-0d3b6e7b1c14';

it('blocks the second submitter of one operation, and tells the violation', () => {
  const { kernel, inject, fact, chain } = createScene();
  expect(inject('1', { correlationId }).decision).toBe('allowed');
  fact('inject.submit.requested', {}, '1', correlationId);
  const second = kernel.submit({
    type: 'inject.submit.requested',
    paneId: '1',
    source: 'triggers.js',
    correlationId,
  });
  expect(second.decision).toBe('blocked');
  expect(second.reasons.map(({ contractId }) => contractId)).toEqual(['ownership-exclusive']);
  fact('inject.submit.sent', {}, '1', correlationId);
  fact('inject.verified', {}, '1', correlationId);
  expect(chain(correlationId)).toEqual([
    'inject.requested',
    'pane.state.changed',
    'inject.submit.requested',
    'inject.submit.requested',
    'contract.violation',
    'inject.submit.sent',
    'verify.pass',
    'inject.verified',
    'pane.state.changed',
  ]);
  const [violation] = kernel.query({ type: 'contract.violation' });
  expect(violation?.causationId).toBe(second.event?.eventId);
});

it('blocks a second request for the same operation from elsewhere, also after the first is done', () => {
  const { inject, fact, chain } = createScene();
  inject('1', { correlationId });
  fact('inject.verified', {}, '1', correlationId);
  const again = inject('1', { correlationId, source: 'triggers.js' });
  expect(again.decision).toBe('blocked');
  expect(chain(correlationId).slice(-3)).toEqual([
    'inject.requested',
    'contract.violation',
    'inject.dropped',
  ]);
});

it('lets three quick messages of one submitter queue: no violation, no safe mode', () => {
  const { kernel, inject, fact, types } = createScene();
  const verdicts = [inject(), inject(), inject()];
  expect(verdicts.map(({ decision }) => decision)).toEqual(['allowed', 'deferred', 'deferred']);
  expect(verdicts[1]?.reasons).toEqual([
    { contractId: 'ownership-exclusive', detail: 'injecting is under way' },
  ]);
  for (const { event } of verdicts) {
    fact('inject.verified', {}, '1', event?.correlationId);
  }
  expect(types('inject.verified', 'inject.resumed')).toEqual([
    'inject.verified',
    'inject.resumed',
    'inject.verified',
    'inject.resumed',
    'inject.verified',
  ]);
  expect(types('contract.violation', 'safemode')).toEqual([]);
  expect(kernel.state('1').activity).toBe('idle');
});
