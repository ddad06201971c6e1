/**
 * Goal: the five focusing steps come in their order, in every state and at every event.
 * Method: tours and probes against the hand-written `test/golden/tours/constraint.rules.md`.
 */
import { describe } from 'vitest';
import { constraintMachine } from '../../../../machines/timeline/constraint/constraint.machine.ts';
import { lettersOf } from '../../../../machines/tour/graph.ts';
import { proveMachine } from '../../../model/prove.ts';

describe('constraint', () => {
  proveMachine({
    machine: constraintMachine,
    letters: lettersOf(...constraintMachine.events),
    mutantsPerFault: 60,
  });
});
