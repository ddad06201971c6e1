/**
 * Goal: the rules of expectation are kept in every state and at every event.
 * Method: tours and probes against the hand-written `test/golden/tours/expectation.rules.md`.
 */
import { describe } from 'vitest';
import { expectationMachine } from '../../../../machines/timeline/expectation/expectation.machine.ts';
import { lettersOf } from '../../../../machines/tour/graph.ts';
import { proveMachine } from '../../../model/prove.ts';

describe('expectation', () => {
  proveMachine({
    machine: expectationMachine,
    letters: lettersOf(...expectationMachine.events),
    mutantsPerFault: 60,
  });
});
