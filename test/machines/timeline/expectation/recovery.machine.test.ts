/**
 * Goal: the rules of recovery are kept in every state and at every event.
 * Method: tours and probes against the hand-written `test/golden/tours/recovery.rules.md`.
 */
import { describe } from 'vitest';
import { recoveryMachine } from '../../../../machines/timeline/expectation/recovery.machine.ts';
import { lettersOf } from '../../../../machines/tour/graph.ts';
import { proveMachine } from '../../../model/prove.ts';

describe('recovery', () => {
  proveMachine({
    machine: recoveryMachine,
    letters: lettersOf(...recoveryMachine.events),
    mutantsPerFault: 60,
  });
});
