/**
 * Goal: the injection machine keeps its rules in every state and at every event.
 * Method: tours and probes against the reviewed `test/golden/tours/injection.rules.md`.
 */
import { describe } from 'vitest';
import { injectionMachine } from '../../../machines/pane/injection.machine.ts';
import { lettersOf } from '../../../machines/tour/graph.ts';
import { proveMachine } from '../../model/prove.ts';

describe('injection', () => {
  proveMachine({
    machine: injectionMachine,
    letters: lettersOf(...injectionMachine.events),
    mutantsPerFault: 40,
  });
});
