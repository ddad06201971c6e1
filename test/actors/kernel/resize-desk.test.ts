/**
 * Goal: the size that counts is the last one asked for, though an order was lost; and no fit
 * begins within an injection, though a lost link hides it.
 * Method: hands that answer when they are told to.
 */
import { describe, expect, it } from 'vitest';
import { fitsMax } from '../../../actors/kernel/resize-desk.ts';
import { createHands, createScene, obey } from './scene.ts';

const wish = { type: 'resize.requested', paneId: '1', source: 'renderer.js' };
const sizes = (hands: ReturnType<typeof createHands>) =>
  hands.orders.flatMap((order) => (order.do === 'pane.resize' ? [order.cols] : []));

describe('the resizes of a pane', () => {
  it('are asked for again when nobody answered, so often and no more', () => {
    const hands = createHands();
    const { clock, kernel, fact } = createScene({ hands });
    kernel.submit({ ...wish, payload: { cols: 100, rows: 24 } });
    clock.advance(60_000);
    expect(sizes(hands)).toEqual(new Array(fitsMax).fill(100));
    expect(kernel.state('1').activity).toBe('idle');
    fact('bridge.disconnected', {}, 'system');
    fact('bridge.connected', {}, 'system');
    expect(sizes(hands)).toHaveLength(fitsMax + 1);
  });

  it('forget an old size that was not answered when a new one comes', () => {
    const hands = createHands();
    const { clock, kernel } = createScene({ hands });
    kernel.submit({ ...wish, payload: { cols: 100, rows: 24 } });
    clock.advance(60_000);
    kernel.submit({ ...wish, payload: { cols: 120, rows: 24 } });
    expect(sizes(hands).at(-1)).toBe(120);
    const [last] = hands.orders.slice(-1);
    for (const answer of last ? obey(last) : []) hands.answer(answer);
    clock.advance(60_000);
    expect(sizes(hands)).toHaveLength(fitsMax + 1);
  });

  it('wait for an injection that a lost link hides', () => {
    const { kernel, inject, fact, types } = createScene();
    const request = inject();
    fact('bridge.disconnected', {}, 'system');
    const payload = { cols: 80, rows: 24 };
    const fit = { ...wish, type: 'resize.started', source: 'terminal.js', payload };
    expect(kernel.submit(fit).decision).toBe('deferred');
    fact('bridge.connected', {}, 'system');
    expect(types('resize')).toEqual([]);
    fact('inject.verified', {}, '1', request.event?.correlationId);
    expect(types('resize')).toEqual(['resize.coalesced']);
  });

  it('go on after a fit that overlapped an injection', () => {
    const { clock, kernel, inject, fact, types } = createScene();
    const request = inject();
    fact('resize.started', { cols: 80, rows: 24 });
    kernel.submit({ ...wish, payload: { cols: 100, rows: 24 } });
    fact('inject.verified', {}, '1', request.event?.correlationId);
    expect(types('resize.coalesced')).toEqual([]);
    clock.advance(10_000);
    expect(types('resize.coalesced')).toEqual(['resize.coalesced']);
  });
});
