/**
 * Goal: what the kernel drives is written once, submitted until seen, and ends in any case.
 * Method: one scene per promise, in virtual time.
 */
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';
import { createMemoryLog } from './memory-log.ts';
import { createHands, createScene, obey } from './scene.ts';

describe('driving', () => {
  it.each([
    ['in the time of the host', {}],
    ['also where the record has a time of its own', { log: createMemoryLog() }],
  ])('says with each order how long it is waited for, %s', (_how, recorded) => {
    const hands = createHands(obey);
    const host = createVirtualClock();
    host.advance(7_000);
    const { clock, inject } = createScene({ hands, clock: host, ...recorded });
    clock.advance(5_000);
    const sentAtMs = clock.monotonicMs();
    inject();
    clock.advance(1_000);
    const [write, submit] = hands.orders;
    expect(write).toMatchObject({ within: { sentAtMs, remainingMs: 10_000 } });
    expect(submit).toMatchObject({ within: { remainingMs: 5_000 } });
  });

  it('presses the key again when nothing is seen, writes once, and gives up in the end', () => {
    const hands = createHands((order) =>
      order.do === 'pane.write' ? obey(order) : obey(order).slice(0, 1),
    );
    const { clock, inject, chain, kernel } = createScene({ hands });
    const { event } = inject();
    clock.advance(30_000);
    expect(hands.orders.map((order) => order.do)).toEqual([
      'pane.write',
      'pane.submit',
      'pane.submit',
      'pane.submit',
    ]);
    const attempt = ['inject.submit.requested', 'inject.submit.sent', 'inject.timeout'];
    expect(chain(event?.correlationId ?? '').slice(5)).toEqual([
      'inject.applied',
      ...attempt,
      'inject.retry',
      ...attempt,
      'inject.retry',
      ...attempt,
      'inject.failed',
      'pane.state.changed',
    ]);
    expect(kernel.query({ type: 'inject.failed' })[0]?.payload).toMatchObject({
      reason: 'verify_timeout',
      attempts: 3,
    });
  });

  it.each([100, 151])(
    'presses no key in a terminal that is gone, %i ms after the text',
    (afterMs) => {
      const hands = createHands((order) => (order.do === 'pane.write' ? obey(order) : []));
      const { clock, inject, fact, types, kernel } = createScene({ hands });
      inject();
      clock.advance(afterMs);
      fact('pty.down', { reason: 'ended' });
      expect(kernel.query({ type: 'inject.failed' })[0]?.payload).toMatchObject({
        reason: 'outcome_unknown',
      });
      clock.advance(30_000);
      expect(types('inject.submit', 'inject.timeout', 'inject.failed')).toEqual([
        ...(afterMs > 150 ? ['inject.submit.requested'] : []),
        'inject.failed',
      ]);
    },
  );

  it('does not press it again into a pane whose user types', () => {
    const hands = createHands((order) =>
      order.do === 'pane.write' ? obey(order) : obey(order).slice(0, 1),
    );
    const { clock, inject, fact, types } = createScene({ hands });
    inject();
    clock.advance(1_000);
    fact('typing.activity');
    clock.advance(30_000);
    expect(types('inject.submit.sent', 'inject.failed')).toEqual([
      'inject.submit.sent',
      'inject.failed',
    ]);
  });

  it('says outcome_unknown of a write whose fate it never learns, and believes no late answer', () => {
    const hands = createHands();
    const { clock, inject, kernel, types } = createScene({ hands });
    inject();
    clock.advance(10_000);
    expect(kernel.query({ type: 'inject.failed' })[0]?.payload).toMatchObject({
      reason: 'outcome_unknown',
    });
    for (const answer of hands.orders.flatMap(obey)) hands.answer(answer);
    expect(types('inject.applied')).toEqual([]);
    expect(kernel.query({ type: 'event.dropped' })[0]?.payload).toMatchObject({ stage: 'hands' });
  });

  it('tells of hands that throw', () => {
    const hands = createHands(() => {
      throw new Error('broken');
    });
    const { clock, inject, types } = createScene({ hands });
    inject();
    expect(types('bus.error')).toEqual(['bus.error']);
    clock.advance(10_000);
    expect(types('inject.failed')).toEqual(['inject.failed']);
  });

  it('orders only what everyone has heard of', () => {
    const hands = createHands();
    const { kernel, inject } = createScene({ hands });
    let ordersThen = -1;
    kernel.on('daemon.write.requested', () => {
      ordersThen = hands.orders.length;
    });
    inject();
    expect([ordersThen, hands.orders.length]).toEqual([0, 1]);
  });
});
