/**
 * Goal: a log that refuses a line ends there, is told once, and the kernel goes on as if it had none;
 * no words of strangers are recorded outside dev mode.
 * Method: canaries wherever a stranger may put a text; the log of a scene throws from the n-th call on; what the kernel says is held beside what
 * the same kernel says without a log.
 */
import { describe, expect, it } from 'vitest';
import type { KernelLog } from '../../../actors/kernel/recorder.ts';
import type { PaneAnswer } from '../../../machines/hands/pane-messages.ts';
import { bodyMax } from '../../../machines/kernel/events/inject.ts';
import { createMemoryLog } from './memory-log.ts';
import { createHands, createScene, obey } from './scene.ts';

/** A log that takes so many calls, and counts how often it was asked. */
function refusing(after: number, what: 'write' | 'flush') {
  let calls = 0;
  const ask = (name: 'write' | 'flush') => () => {
    if (name !== what) return;
    calls += 1;
    if (calls > after) throw new Error('no room');
  };
  const log: KernelLog = { write: ask('write'), flush: ask('flush') };
  return { log, calls: () => calls };
}

function played(log?: KernelLog) {
  const scene = createScene({
    hands: createHands(obey),
    panes: ['1'],
    ...(log === undefined ? {} : { log }),
  });
  scene.fact('focus.locked', { owner: 'user' });
  scene.inject();
  scene.fact('focus.released', { owner: 'user' });
  scene.clock.advance(60_000);
  // The first lines are written before anyone can listen; the ring has what was said then.
  const said = scene.kernel.query({}).toReversed();
  scene.kernel.stop();
  return said.map(({ type }) => type);
}

describe('a log that refuses', () => {
  const without = played();

  it.each([
    ['its first line', 'write', 0],
    ['a line in the middle', 'write', 7],
    ['its first flush', 'flush', 0],
  ] as const)('%s: it is told once, and nothing more is offered', (_name, what, after) => {
    const { log, calls } = refusing(after, what);
    const heard = played(log);
    const told = heard.filter((type) => type === 'bus.error');
    expect(told).toHaveLength(1);
    expect(heard.filter((type) => type !== 'bus.error')).toEqual(without);
    expect(calls()).toBe(after + 1);
  });
});

it('tells the log that its record has ended, whatever the log makes of it', () => {
  const reasons: string[] = [];
  const throwing = (error: Error): KernelLog => ({
    write: () => {
      throw error;
    },
    flush: () => {},
    abandon: (reason) => {
      reasons.push(reason);
      throw new Error('no end either');
    },
  });
  expect(
    played(throwing(new RangeError('too long'))).filter((type) => type === 'bus.error'),
  ).toHaveLength(1);
  played(throwing(new TypeError('a cycle')));
  expect(reasons).toEqual(['LINE_TOO_LONG', 'LINE_REFUSED']);
});

describe('words of strangers', () => {
  const canary = 'CANARY';
  const wrong = { is: 'pane.verified', key: canary, paneId: '1' } as unknown as PaneAnswer;

  it('are not recorded', () => {
    const log = createMemoryLog();
    const hands = createHands();
    const { kernel, inject } = createScene({ hands, panes: ['1'], log });
    const intent = { type: 'inject.requested', paneId: '1', source: 'me', payload: {} };
    kernel.submit({ ...intent, type: canary });
    kernel.submit({ ...intent, paneId: canary });
    expect(() => kernel.report({ ...intent, type: canary })).toThrow(canary);
    kernel.ingest({ type: canary } as never);
    const { event } = inject();
    const key = event?.eventId ?? '';
    const spoken = { key, paneId: '1', extra: canary };
    hands.answer({ is: 'pane.write.acked', ...spoken, status: 'accepted', reason: canary });
    hands.answer({ is: 'pane.submitted', ...spoken, attempt: 1 });
    hands.answer({ is: 'pane.verified', ...spoken, evidence: `it said ${canary}` });
    hands.answer(wrong);
    kernel.stop();
    expect(log.lines.length).toBeGreaterThan(20);
    expect(JSON.stringify(log.lines)).not.toContain(canary);
  });

  it('that are no message of the hands are told as lost, and change nothing', () => {
    const log = createMemoryLog();
    const hands = createHands();
    const { kernel, inject } = createScene({ hands, panes: ['1'], log });
    inject();
    const before = kernel.explain('1');
    hands.answer(wrong);
    hands.answer({} as PaneAnswer);
    expect(kernel.explain('1')).toEqual(before);
    const lost = kernel.query({ type: 'event.dropped' }).map(({ payload }) => payload);
    expect(lost).toMatchObject([
      { stage: 'hands', reason: 'malformed', droppedCount: 1 },
      { stage: 'hands', reason: 'malformed', droppedCount: 1 },
    ]);
    const recover = { lines: () => log.lines };
    const again = createScene({ hands: createHands(), recover }).kernel;
    expect(again.query({ type: 'event.dropped' })).toHaveLength(2);
  });

  it('have an end', () => {
    const { kernel, inject } = createScene({ panes: ['1'] });
    expect(inject('1', { payload: { body: 'x'.repeat(bodyMax) } }).decision).toBe('allowed');
    const more = inject('1', { payload: { body: 'x'.repeat(bodyMax + 1) } });
    expect(more).toMatchObject({ decision: 'blocked', event: null });
    expect(more.reasons[0]?.detail).toContain('body (too_big)');
    kernel.stop();
  });
});
