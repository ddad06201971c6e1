/**
 * Goal: an event that ends before its time is told with the reason, one that ends in time without.
 * Method: events by hand.
 */
import { expect, test } from 'vitest';
import { endTeller } from '../../../cli/render/clip-ends.ts';
import type { AmbushEvent } from '../../../machines/kernel/events/registry.ts';

const clipId = 'spike';
const endOf = (...said: readonly (readonly [type: string, payload: object])[]): string => {
  const tell = endTeller();
  for (const [type, payload] of said) tell({ type, payload } as AmbushEvent);
  return tell({ type: 'clip.stopped', payload: { clipId } } as AmbushEvent);
};
const told = ['clip.stop.requested', { clipId }] as const;

test.each([
  ['in time', '', []],
  ['the end of another', '', [['clip.stop.requested', { clipId: 'other', rule: 'x > 1' }]]],
  [
    'its own condition',
    ' because cpu_load > 0.9',
    [['condition.met', { clipId, role: 'stop', because: 'cpu_load > 0.9' }], told],
  ],
  ['a rule', ' by a constraint: x > 1', [['clip.stop.requested', { clipId, rule: 'x > 1' }]]],
  ['the run', ' early, with the run', [['run.stop.requested', {}], told]],
  ['nobody says why', ' early, as it was told to', [told]],
] as const)('%s', (_, words, said) => {
  expect(endOf(...said)).toBe(words);
});
