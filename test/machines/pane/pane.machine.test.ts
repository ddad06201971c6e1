/**
 * Goal: the pane machine keeps its rules in every state and at every event.
 * Method: tours and probes against the reviewed `test/golden/tours/pane.rules.md`.
 */
import { describe } from 'vitest';
import { paneMachine } from '../../../machines/pane/pane.machine.ts';
import { lettersOf } from '../../../machines/tour/graph.ts';
import { proveMachine } from '../../model/prove.ts';

describe('pane', () => {
  proveMachine({
    machine: paneMachine,
    letters: lettersOf(...paneMachine.events),
    mutantsPerFault: 10,
  });
});
