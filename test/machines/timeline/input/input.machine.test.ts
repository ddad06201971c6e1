/**
 * Goal: the input keeps the rules of the language in every state and at every event.
 * Method: tours and probes against the hand-written `test/golden/tours/input.rules.md`.
 */
import { describe } from 'vitest';
import { inputMachine } from '../../../../machines/timeline/input/input.machine.ts';
import { lettersOf } from '../../../../machines/tour/graph.ts';
import { proveMachine } from '../../../model/prove.ts';

describe('input', () => {
  proveMachine({
    machine: inputMachine,
    letters: lettersOf(...inputMachine.events),
    mutantsPerFault: 60,
  });
});
