/**
 * Goal: the storm machine keeps its rules in every state and at every event.
 * Method: tours and probes against the reviewed `test/golden/tours/storm.rules.md`.
 */
import { describe } from 'vitest';
import { stormMachine } from '../../../machines/pane/storm.machine.ts';
import { lettersOf } from '../../../machines/tour/graph.ts';
import { proveMachine } from '../../model/prove.ts';

describe('storm', () => {
  proveMachine({
    machine: stormMachine,
    letters: lettersOf(...stormMachine.events),
    mutantsPerFault: 40,
  });
});
