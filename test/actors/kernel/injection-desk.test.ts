/**
 * Goal: whoever waits waits in order, to a deadline that is kept, and every gate edge lets them go on.
 * Method: one scene per promise, in virtual time.
 */
import { describe, expect, it } from 'vitest';
import { createScene } from './scene.ts';

describe('waiting', () => {
  it('drops the 65th as queue_full, and conserves every one', () => {
    const { kernel, inject, fact, types } = createScene();
    fact('focus.locked', { owner: 'user' });
    const decisions = Array.from({ length: 66 }, () => inject().decision);
    expect(decisions.filter((one) => one === 'deferred')).toHaveLength(64);
    expect(decisions.slice(64)).toEqual(['dropped', 'dropped']);
    expect(kernel.query({ type: 'inject.dropped' })[0]?.payload).toMatchObject({
      reason: 'queue_full',
    });
    kernel.stop();
    expect(types('inject.dropped')).toHaveLength(66);
  });

  it('ends on its deadline to the millisecond, before a gate that opens then', () => {
    const { clock, inject, fact, types } = createScene();
    fact('cli.compaction.started');
    inject();
    clock.advance(43_500);
    fact('cli.compaction.ended');
    clock.advance(1_499);
    expect(types('inject.dropped')).toEqual([]);
    clock.advance(1);
    expect(types('inject.dropped', 'inject.resumed')).toEqual(['inject.dropped']);
  });

  it('takes another time to live', () => {
    const { clock, inject, fact, types } = createScene({ ttlMs: 100 });
    fact('focus.locked', { owner: 'user' });
    inject();
    clock.advance(99);
    expect(types('inject.dropped')).toEqual([]);
    clock.advance(1);
    expect(types('inject.dropped')).toEqual(['inject.dropped']);
  });

  it.each([
    ['focus.locked', { owner: 'user' }, 'focus.released', { owner: 'user' }, '1'],
    ['pty.down', {}, 'pty.up', {}, '1'],
    ['bridge.disconnected', {}, 'bridge.connected', {}, 'system'],
  ] as const)('%s holds all in order until %s', (close, with1, open, with2, pane) => {
    const { inject, fact, kernel, chain } = createScene();
    fact(close, with1, pane);
    const verdicts = [inject(), inject(), inject()];
    expect(verdicts.map(({ decision }) => decision)).toEqual(Array(3).fill('deferred'));
    fact(open, with2, pane);
    for (const { event } of verdicts) {
      expect(kernel.explain('1').active?.eventId).toBe(event?.eventId);
      fact('inject.verified', {}, '1', event?.correlationId);
      expect(chain(event?.correlationId ?? '').filter((type) => type.startsWith('inject'))).toEqual(
        [
          'inject.requested',
          'inject.deferred',
          'inject.queued',
          'inject.resumed',
          'inject.verified',
        ],
      );
    }
  });

  it('is safe against a handler that submits while the queue is released', () => {
    const { kernel, inject, fact, types } = createScene();
    fact('focus.locked', { owner: 'user' });
    inject();
    inject();
    let more = 2;
    kernel.on('inject.resumed', () => {
      if (more-- > 0) expect(inject().decision).toBe('deferred');
      fact('inject.verified');
    });
    fact('focus.released', { owner: 'user' });
    expect(types('inject.requested')).toHaveLength(4);
    expect(types('inject.verified')).toHaveLength(4);
    expect(kernel.state('1').activity).toBe('idle');
  });
});
