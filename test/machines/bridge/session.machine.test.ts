/**
 * Goal: the session machine keeps its rules in every state and at every event.
 * Method: tours and probes against the reviewed `test/golden/tours/session.rules.md`.
 */
import { describe } from 'vitest';
import { sessionMachine } from '../../../machines/bridge/session.machine.ts';
import { lettersOf } from '../../../machines/tour/graph.ts';
import { proveMachine } from '../../model/prove.ts';

describe('session', () => {
  proveMachine({
    machine: sessionMachine,
    letters: lettersOf(...sessionMachine.events),
    mutantsPerFault: 40,
  });
});
