/**
 * Goal: a log that refuses a line ends there, is told once, and the kernel goes on as if it had none.
 * Method: the log of a scene throws from the n-th call on; what the kernel says is held beside what
 * the same kernel says without a log.
 */
import { describe, expect, it } from 'vitest';
import type { KernelLog } from '../../../actors/kernel/recorder.ts';
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
