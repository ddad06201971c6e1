/**
 * Goal: a text whose pane went down before it was written is kept by the hands for as long as its
 * injection may wait: it goes on when the pane is up or the kernel says so, never through a gate,
 * and has one end.
 * Method: hands that say what the test says, on a virtual clock; each way on and out.
 */
import { describe, expect, it } from 'vitest';
import { replaySession } from '../../../actors/replay/replay.ts';
import type { HandsMessage } from '../../../machines/hands/pane-messages.ts';
import { createSeededRandom } from '../../../runtime/host/random.ts';
import { createMemoryLog } from './memory-log.ts';
import { createHands, createScene, obey } from './scene.ts';

type Kept = 'inject.deferred' | 'inject.resumed' | 'inject.dropped';

function keeping() {
  const hands = createHands((order) => (order.do === 'pane.submit' ? obey(order) : []));
  const log = createMemoryLog();
  const scene = createScene({ hands, log });
  const inject = (payload: object = {}) =>
    scene.inject('1', { payload: { body: 'hello', ...payload } });
  const say = hands.answer as (message: HandsMessage) => void;
  return {
    ...{ ...scene, inject, hands, log },
    orders: () => hands.orders.map((order) => order.do),
    /** Of the order that came last. */
    whenDown() {
      const order = hands.orders.at(-1);
      return order?.do === 'pane.write' ? order.whenDown : null;
    },
    hold(type: Kept, payload: Readonly<Record<string, unknown>>) {
      const [{ key, meta } = { key: '', meta: undefined }] = hands.orders;
      say({ is: 'pane.fact', paneId: '1', type, payload, key, meta });
    },
    accept() {
      const key = hands.orders[0]?.key ?? '';
      say({ is: 'pane.write.acked', key, paneId: '1', status: 'accepted' });
    },
    told: () =>
      scene.heard
        .filter(({ type }) => /^inject\.(?:deferred|resumed|dropped|failed|verified)/.test(type))
        .map(({ type, payload: { reason, trigger } }) => `${type} ${reason ?? trigger ?? ''}`),
  };
}

const deferred = { reason: 'pty_down', remainingMs: 45_000 };
const resumed = { trigger: 'pty.up', waitedMs: 20_000 };

describe('a text that the hands keep', () => {
  it('is written when its pane is up, and its write has no limit meanwhile', () => {
    const { inject, whenDown, hold, accept, clock, told, orders, chain, log } = keeping();
    const { event } = inject();
    expect(whenDown()).toEqual({ defer: true, remainingMs: 45_000 });
    hold('inject.deferred', deferred);
    clock.advance(20_000);
    hold('inject.resumed', resumed);
    accept();
    clock.advance(1_000);
    expect(told()).toEqual([
      ...['inject.deferred pty down', 'inject.resumed pty.up', 'inject.verified '],
    ]);
    expect(orders()).toEqual(['pane.write', 'pane.submit']);
    const steps = chain(event?.correlationId ?? '');
    expect(steps.indexOf('inject.applied')).toBeGreaterThan(steps.indexOf('inject.resumed'));
    const source = { name: 'log', lines: () => log.lines };
    const options = { seeded: createSeededRandom, contracts: [], enforced: [] };
    expect(replaySession(source, options)).toMatchObject({ ok: true, value: { isSame: true } });
  });

  it('is not dropped because the hands say twice that they keep it', () => {
    const { inject, hold, accept, clock, told, orders } = keeping();
    inject();
    hold('inject.deferred', deferred);
    hold('inject.deferred', deferred);
    hold('inject.resumed', resumed);
    accept();
    clock.advance(1_000);
    expect(told().at(-1)).toBe('inject.verified ');
    expect(orders()).toEqual(['pane.write', 'pane.submit']);
  });

  it('waits for a word as long as a gate is closed', () => {
    const { inject, hold, told, orders, fact, hands } = keeping();
    inject();
    hold('inject.deferred', deferred);
    fact('typing.activity');
    fact('typing.activity');
    expect(orders()).toEqual(['pane.write', 'pane.hold']);
    expect(told().at(-1)).toBe('inject.deferred locked');
    fact('typing.idle');
    expect(orders()).toEqual(['pane.write', 'pane.hold', 'pane.resume']);
    const [{ key } = { key: '' }, ...words] = hands.orders;
    expect(words.map((word) => 'of' in word && word.of)).toEqual([key, key]);
  });

  it('waits for it from the start where the gate closed before the hands could say so', () => {
    const { inject, hold, orders, fact, kernel } = keeping();
    inject();
    fact('typing.activity');
    kernel.safeMode('on');
    expect(orders()).toEqual(['pane.write']);
    hold('inject.deferred', deferred);
    expect(orders()).toEqual(['pane.write', 'pane.hold']);
  });

  it('is dropped when its time is over, with or without having waited', () => {
    for (const first of [[['inject.deferred', deferred] as const], []]) {
      const { inject, hold, clock, told, types } = keeping();
      inject();
      for (const [type, payload] of first) hold(type, payload);
      hold('inject.dropped', { reason: 'ttl_expired' });
      clock.advance(120_000);
      expect(told().at(-1)).toBe('inject.dropped ttl_expired');
      expect(types('inject.failed', 'inject.verified', 'inject.dropped')).toHaveLength(1);
      // The pane is free for the next.
      expect(inject().decision).toBe('allowed');
    }
  });

  it('is not waited for for ever, and is then never to be written', () => {
    const { inject, hold, clock, told, orders } = keeping();
    inject();
    hold('inject.deferred', deferred);
    clock.advance(54_999);
    expect(told()).toEqual(['inject.deferred pty down']);
    clock.advance(1);
    expect(told().at(-1)).toBe('inject.failed outcome_unknown');
    expect(orders()).toEqual(['pane.write', 'pane.drop']);
    hold('inject.resumed', resumed);
    expect(told()).toHaveLength(2);
  });

  it('is never to be written when the hands say so after its end', () => {
    const { inject, hold, clock, told, orders } = keeping();
    inject();
    clock.advance(10_000);
    expect(told()).toEqual(['inject.failed outcome_unknown']);
    hold('inject.deferred', deferred);
    expect(orders()).toEqual(['pane.write', 'pane.drop']);
    expect(told()).toHaveLength(1);
  });

  it('waits no longer than its injection may, and one that is critical does not wait', () => {
    const { inject, whenDown, kernel, clock } = keeping();
    kernel.safeMode('on');
    inject();
    clock.advance(10_000);
    kernel.safeMode('off');
    expect(whenDown()).toEqual({ defer: true, remainingMs: 35_000 });
    const other = keeping();
    other.inject({ critical: true });
    expect(other.whenDown()).toBeUndefined();
  });
});
