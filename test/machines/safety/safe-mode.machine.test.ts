/**
 * Goal: the safe mode machine keeps its rules in every state and at every event.
 * Method: tours and probes against the reviewed `test/golden/tours/safe-mode.rules.md`.
 */
import { describe } from 'vitest';
import { safeModeMachine } from '../../../machines/safety/safe-mode.machine.ts';
import { lettersOf } from '../../../machines/tour/graph.ts';
import { proveMachine } from '../../model/prove.ts';

describe('safe mode', () => {
  proveMachine({
    machine: safeModeMachine,
    letters: lettersOf(...safeModeMachine.events),
    mutantsPerFault: 40,
  });
});
