/**
 * Goal: the injection machine keeps its rules in every state and at every event.
 * Method: tours and probes against the reviewed `test/golden/tours/injection.rules.md`.
 */
import { describe, expect, it } from 'vitest';
import { injectionMachine } from '../../../machines/pane/injection.machine.ts';
import { lettersOf } from '../../../machines/tour/graph.ts';
import { proveMachine } from '../../model/prove.ts';
import { waitsAnew } from '../../model/walks.ts';

describe('injection', () => {
  proveMachine({
    machine: injectionMachine,
    letters: lettersOf(...injectionMachine.events),
    mutantsPerFault: 40,
  });

  it('gives each try of a write its whole time', () => {
    expect(waitsAnew(injectionMachine, ['drive'], 'write.refused', 10_000)).toBe(true);
  });
});
