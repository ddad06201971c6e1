/**
 * Item 19: layouts broke because terminals were fitted while hidden, out of order, and by
 * several timers at once.
 * Goal: one fit at a time, only on a visible pane; what comes meanwhile is merged into the last.
 * Method: the chain of then, and bursts of wishes.
 */
import { expect, it } from 'vitest';
import { createHands, createScene, obey } from '../actors/kernel/scene.ts';

const resize = (cols: number) => ({
  type: 'resize.requested',
  paneId: '1',
  source: 'renderer.js',
  payload: { cols, rows: 24 },
});

it('merges what comes while a fit is under way into the last size', () => {
  const { kernel, fact, heard, types } = createScene();
  const verdicts = [80, 81, 82, 83].map((cols) => kernel.submit(resize(cols)).decision);
  expect(verdicts).toEqual(['allowed', 'deferred', 'deferred', 'deferred']);
  for (const type of ['resize.started', 'pty.resize.requested', 'pty.resize.ack']) {
    fact(type, { cols: 80, rows: 24 });
  }
  fact('resize.completed', { cols: 80, rows: 24 });
  expect(types('resize', 'pty')).toEqual([
    ...Array(4).fill('resize.requested'),
    'resize.started',
    'pty.resize.requested',
    'pty.resize.ack',
    'resize.completed',
    'resize.coalesced',
  ]);
  const merged = heard.find(({ type }) => type === 'resize.coalesced');
  expect(merged?.payload).toEqual({ cols: 83, rows: 24, count: 3 });
});

it('drives the whole chain through the hands, and ends at the last size', () => {
  const hands = createHands();
  const { kernel, clock, chain } = createScene({ hands });
  const first = kernel.submit(resize(80));
  for (const cols of [90, 100]) kernel.submit(resize(cols));
  for (let round = 0; round < 2; round += 1) {
    const order = hands.orders.at(-1);
    if (order) for (const answer of obey(order)) hands.answer(answer);
    clock.advance(10);
  }
  expect(hands.orders.map((order) => order.do === 'pane.resize' && order.cols)).toEqual([80, 100]);
  expect(chain(first.event?.correlationId ?? '')).toEqual([
    'resize.requested',
    'pane.state.changed',
    'resize.started',
    'pty.resize.requested',
    'pty.resize.ack',
    'resize.completed',
    'pane.state.changed',
  ]);
  expect(kernel.state('1').activity).toBe('idle');
});

it('skips a hidden pane, and fits it once when it is seen again', () => {
  const { kernel, fact, types } = createScene();
  fact('pane.visibility.changed', { visible: false });
  expect(kernel.submit(resize(80)).decision).toBe('skipped');
  expect(kernel.submit(resize(90)).decision).toBe('skipped');
  expect(kernel.query({ type: 'fit.skipped' })[0]?.payload).toEqual({
    reason: 'pane_hidden',
    reasons: [
      {
        contractId: 'resize-sequencing',
        detail: 'pane_hidden',
        saw: { type: 'resize.requested', visible: false, injecting: false },
      },
    ],
  });
  fact('pane.visibility.changed', { visible: true });
  expect(types('resize.coalesced')).toEqual(['resize.coalesced']);
  expect(kernel.state('1').activity).toBe('resizing');
});

it('tells a storm once, and lets no injection go under in it', () => {
  const { kernel, clock, inject, types } = createScene();
  for (let cols = 1; cols <= 200; cols += 1) {
    kernel.submit(resize(cols));
    clock.advance(5);
  }
  expect(types('resize.storm')).toEqual(['resize.storm.detected']);
  expect(inject().decision).toBe('deferred');
  clock.advance(10_000);
  expect(types('resize.coalesced')).toEqual(['resize.coalesced']);
  expect(kernel.state('1').activity).toBe('injecting');
});

it('never starts a fit in the middle of an injection', () => {
  const { kernel, inject, fact, types } = createScene();
  inject();
  expect(kernel.submit(resize(80)).decision).toBe('deferred');
  expect(types('resize.coalesced')).toEqual([]);
  fact('inject.verified');
  expect(types('resize.coalesced')).toEqual(['resize.coalesced']);
});
