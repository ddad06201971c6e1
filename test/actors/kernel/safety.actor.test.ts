/**
 * Goal: safe mode comes with the third violation, holds what is not recovery, and goes when it is quiet.
 * Method: one scene per promise, in virtual time.
 */
import { describe, expect, it } from 'vitest';
import { createHands, createScene, obey } from './scene.ts';

const ids = (verdict: { reasons: readonly { contractId: string }[] }) =>
  verdict.reasons.map(({ contractId }) => contractId);

describe('safe mode', () => {
  const violate = ({ kernel, inject }: ReturnType<typeof createScene>) => {
    const correlationId = inject('2').event?.correlationId;
    return kernel.submit({ type: 'inject.requested', paneId: '2', source: 'rogue', correlationId });
  };

  it('comes with the third violation in 10 s, and goes 30 s after the last', () => {
    const scene = createScene();
    const { clock, kernel, inject, types } = scene;
    violate(scene);
    clock.advance(5_000);
    violate(scene);
    clock.advance(5_001);
    violate(scene);
    expect(kernel.stats().safeMode).toBe(false);
    violate(scene);
    expect(kernel.stats().safeMode).toBe(true);
    expect(kernel.query({ type: 'safemode.entered' })[0]?.payload).toEqual({
      triggerReason: 'violations',
      violations: 3,
    });
    const held = inject('1');
    expect(ids(held)).toEqual(['safe-mode-gate']);
    expect(inject('3', { critical: true }).decision).toBe('allowed');
    expect(types('contract.override')).toEqual(['contract.override']);
    clock.advance(20_000);
    violate(scene);
    clock.advance(29_999);
    expect(kernel.stats().safeMode).toBe(true);
    clock.advance(1);
    expect(kernel.stats().safeMode).toBe(false);
    expect(types('safemode')).toEqual(['safemode.entered', 'safemode.exited']);
  });

  it('lets what is under way end, and holds what is new, by hand as well', () => {
    const hands = createHands();
    const { clock, kernel, inject, types } = createScene({ hands });
    inject();
    kernel.safeMode('on');
    kernel.safeMode('on');
    inject();
    for (const answer of hands.orders.flatMap(obey)) hands.answer(answer);
    clock.advance(150);
    for (const answer of hands.orders.slice(1).flatMap(obey)) hands.answer(answer);
    expect(types('inject.verified', 'inject.resumed')).toEqual(['inject.verified']);
    kernel.safeMode('off');
    expect(types('inject.resumed', 'safemode')).toEqual([
      'safemode.entered',
      'safemode.exited',
      'inject.resumed',
    ]);
  });

  it('ends by quiet though it was asked for again meanwhile', () => {
    const { clock, kernel } = createScene();
    kernel.safeMode('on');
    clock.advance(10_000);
    kernel.safeMode('on');
    clock.advance(20_000);
    const [left] = kernel.query({ type: 'safemode.exited' });
    expect(left?.payload).toEqual({ reason: 'quiet', durationMs: 30_000 });
  });
});
