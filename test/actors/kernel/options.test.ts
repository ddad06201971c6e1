/**
 * Goal: a kernel is made with what it needs, or not at all.
 * Method: each option, right and wrong, through the face that others embed.
 */
import { expect, it } from 'vitest';
import { createKernel } from '../../../embed/kernel.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';
import { createMemoryLog } from './memory-log.ts';
import { createHands } from './scene.ts';

it('takes what is right, and options that are there but undefined', () => {
  const whole = { clock: createVirtualClock(), hands: createHands(), log: createMemoryLog() };
  const options = { ...whole, panes: ['left', 'right'], ttlMs: 0.5, random: undefined };
  const kernel = createKernel(options as never);
  expect(Object.keys(kernel.stats().queues)).toEqual(['left', 'right']);
  kernel.stop();
});

it.each([
  [null, 'Expected the options of a kernel, got null.'],
  [{ pane: ['1'] }, 'Expected a key of a kernel\'s options, got "pane". Did you mean "panes"?'],
  [
    { panes: Array.from({ length: 129 }, (_, at) => `${at}`) },
    'Expected panes to be a list of at most 128 ids, got 129.',
  ],
  [{ panes: '12' }, 'Expected panes to be a list of ids, got "12".'],
  [{ panes: ['1', '1'] }, 'Expected panes to differ, got "1" twice.'],
  [
    { panes: ['1', 2] },
    'Expected panes[1] to be an id of 1 to 256 characters other than "system", got number 2.',
  ],
  [
    { panes: ['system'] },
    'Expected panes[0] to be an id of 1 to 256 characters other than "system", got "system".',
  ],
  [{ panes: [''] }, 'got "".'],
  [{ panes: ['x'.repeat(257)] }, 'Expected panes[0] to be an id of 1 to 256 characters'],
  [{ ttlMs: '1000' }, 'Expected ttlMs to be a number of milliseconds above 0, got "1000".'],
  [{ ttlMs: Number.NaN }, 'got number NaN.'],
  [{ ttlMs: Number.POSITIVE_INFINITY }, 'got number Infinity.'],
  [{ ttlMs: -5 }, 'got number -5.'],
  [{ ttlMs: 0 }, 'got number 0.'],
  [{ clock: { wallMs: Date } }, 'Expected clock to have monotonicMs, got one without it.'],
  [{ hands: () => {} }, 'Expected hands to have send, onAnswer, got a function.'],
  [{ log: 'x.ndjson' }, 'Expected log to have write, flush, got "x.ndjson".'],
  [{ recover: { lines: [] } }, 'Expected recover to have lines, got one without it.'],
  [{ random: null }, 'Expected random to have next, uuid, fork, got null.'],
])('refuses %j', (options, message) => {
  expect(() => createKernel(options as never)).toThrow(TypeError);
  expect(() => createKernel(options as never)).toThrow(message);
});
