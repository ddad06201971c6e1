/**
 * Goal: the pane machine keeps its rules in every state and at every event.
 * Method: tours and probes against the reviewed `test/golden/tours/pane.rules.md`.
 */
import { describe, expect, it } from 'vitest';
import { paneMachine, vectorOf } from '../../../machines/pane/pane.machine.ts';
import { lettersOf } from '../../../machines/tour/graph.ts';
import { proveMachine } from '../../model/prove.ts';

describe('pane', () => {
  proveMachine({
    machine: paneMachine,
    letters: lettersOf(...paneMachine.events),
    mutantsPerFault: 10,
  });
});

describe('the state vector of a pane', () => {
  const free = { operation: 'none', focus: 'free', compaction: 'none', safeMode: 'normal' };

  it('tells each gate by itself', () => {
    const shut = { operation: 'injection', focus: 'locked', compaction: 'confirmed' };
    expect(vectorOf({ ...shut, safeMode: 'safe', link: 'up' })).toEqual({
      activity: 'injecting',
      gates: { focusLocked: true, compacting: 'confirmed', safeMode: true },
      connectivity: { bridge: 'up', pty: 'up' },
    });
    expect(vectorOf({ ...free, link: 'up' })).toEqual({
      activity: 'idle',
      gates: { focusLocked: false, compacting: 'none', safeMode: false },
      connectivity: { bridge: 'up', pty: 'up' },
    });
  });

  it.each([
    ['bridgeLost', 'recovering', 'down', 'up'],
    ['ptyLost', 'recovering', 'up', 'down'],
    ['bothLost', 'recovering', 'down', 'down'],
    ['bridgeFailed', 'error', 'down', 'up'],
    ['ptyFailed', 'error', 'up', 'down'],
    ['bothFailed', 'error', 'down', 'down'],
  ])('with %s is %s, whatever was going on', (link, activity, bridge, pty) => {
    for (const operation of ['none', 'injection', 'resize']) {
      const vector = vectorOf({ ...free, operation, link });
      expect(vector).toMatchObject({ activity, connectivity: { bridge, pty } });
    }
  });
});
