/**
 * Goal: the storm machine keeps its rules in every state and at every event.
 * Method: tours and probes against the reviewed `test/golden/tours/storm.rules.md`.
 */
import { describe, expect, it } from 'vitest';
import { stormMachine } from '../../../machines/pane/storm.machine.ts';
import { lettersOf } from '../../../machines/tour/graph.ts';
import { proveMachine } from '../../model/prove.ts';
import { waitsAnew } from '../../model/walks.ts';

describe('storm', () => {
  proveMachine({
    machine: stormMachine,
    letters: lettersOf(...stormMachine.events),
    mutantsPerFault: 40,
  });

  it('is over when it was calm for a second, not a second after it began', () => {
    const [begun, again] = ['wishes.stormed', 'wishes.stormed'];
    expect(waitsAnew(stormMachine, [begun], again, 1_000)).toBe(true);
  });
});
