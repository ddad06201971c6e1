/**
 * Item 20: during a compaction any output was taken as "the submit worked".
 * Goal: nothing is typed into a compaction, however long; what is verified during one is marked;
 * the queue is held until it has cooled down, then released in order.
 * Method: a compaction of 40 s, one of 11 minutes, and one that begins in mid-verification.
 */
import { expect, it } from 'vitest';
import { createHands, createScene, obey } from '../actors/kernel/scene.ts';

it('holds through compaction and cooldown, and releases in order', () => {
  const hands = createHands(obey);
  const { clock, kernel, inject, fact, types } = createScene({ hands });
  fact('cli.compaction.suspected', { confidence: 0.5, signals: [] });
  fact('cli.compaction.started', { confidence: 0.9, transitionReason: 'sustained' });
  const first = inject('1', { payload: { body: 'first' } });
  expect(first.reasons.map(({ contractId }) => contractId)).toEqual(['compaction-gate']);
  clock.advance(40_000);
  fact('cli.compaction.ended', { durationMs: 40_000, endReason: 'marker' });
  const second = inject('1', { payload: { body: 'second' } });
  expect(second.reasons.map(({ contractId }) => contractId)).toEqual(['injection-order']);
  clock.advance(1_499);
  expect(hands.orders).toEqual([]);
  clock.advance(1);
  clock.advance(1_000);
  expect([...hands.written.values()]).toEqual(['first', 'second']);
  expect(kernel.state('1').gates.compacting).toBe('none');
  expect(types('verify')).toEqual(['verify.pass', 'verify.pass']);
});

it('keeps the gate shut for 11 minutes, and says compaction_timeout of what could not wait', () => {
  const { clock, kernel, inject, fact, chain } = createScene();
  fact('cli.compaction.started', { confidence: 0.9 });
  const verdict = inject();
  for (let minute = 0; minute < 11; minute += 1) {
    clock.advance(60_000);
    expect(kernel.state('1').gates.compacting).toBe('confirmed');
  }
  expect(chain(verdict.event?.correlationId ?? '')).toEqual([
    'inject.requested',
    'inject.deferred',
    'inject.queued',
    'queue.depth.changed',
    'inject.dropped',
    'queue.depth.changed',
  ]);
  expect(kernel.query({ type: 'inject.dropped' })[0]?.payload).toMatchObject({
    reason: 'compaction_timeout',
  });
});

it('marks a verification during a suspected compaction as a false positive', () => {
  const { inject, fact, chain, kernel } = createScene();
  const { event } = inject();
  fact('inject.applied');
  fact('inject.submit.sent');
  fact('cli.compaction.suspected', { confidence: 0.6 });
  fact('inject.verified');
  expect(chain(event?.correlationId ?? '')).toEqual([
    'inject.requested',
    'pane.state.changed',
    'inject.applied',
    'inject.submit.sent',
    'verify.false_positive',
    'inject.verified',
    'pane.state.changed',
  ]);
  expect(kernel.query({ type: 'verify.false_positive' })[0]?.payload).toEqual({
    suspectedCompaction: true,
    confidenceAtVerify: 0.6,
  });
});

it('lets kill and restart pass, and says so', () => {
  const { inject, fact, kernel } = createScene();
  fact('cli.compaction.started', { confidence: 0.9 });
  const held = inject();
  const kill = inject('1', { critical: true });
  expect([held.decision, kill.decision]).toEqual(['deferred', 'allowed']);
  const overrides = kernel.query({ type: 'contract.override' }).reverse();
  expect(overrides.map(({ payload }) => payload.contractId)).toEqual(['compaction-gate']);
  expect(overrides[0]?.causationId).toBe(kill.event?.eventId);
});
