/**
 * Goal: the focus machine keeps its rules in every state and at every event.
 * Method: tours and probes against the reviewed `test/golden/tours/focus.rules.md`.
 */
import { describe } from 'vitest';
import { focusMachine } from '../../../machines/pane/focus.machine.ts';
import { lettersOf } from '../../../machines/tour/graph.ts';
import { proveMachine } from '../../model/prove.ts';

describe('focus', () => {
  proveMachine({
    machine: focusMachine,
    letters: lettersOf(...focusMachine.events),
    mutantsPerFault: 40,
  });
});
