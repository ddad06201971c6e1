/**
 * Goal: the conductor keeps the rules of the language in every state and at every event.
 * Method: tours and probes against the hand-written `test/golden/tours/conductor.rules.md`.
 */
import { describe } from 'vitest';
import { conductorMachine } from '../../../machines/timeline/conductor.machine.ts';
import { lettersOf } from '../../../machines/tour/graph.ts';
import { proveMachine } from '../../model/prove.ts';

describe('conductor', () => {
  proveMachine({
    machine: conductorMachine,
    letters: lettersOf(...conductorMachine.events),
    mutantsPerFault: 10,
  });
});
