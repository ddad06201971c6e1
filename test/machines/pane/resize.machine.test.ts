/**
 * Goal: the resize machine keeps its rules in every state and at every event.
 * Method: tours and probes against the reviewed `test/golden/tours/resize.rules.md`.
 */
import { describe } from 'vitest';
import { resizeMachine } from '../../../machines/pane/resize.machine.ts';
import { lettersOf } from '../../../machines/tour/graph.ts';
import { proveMachine } from '../../model/prove.ts';

describe('resize', () => {
  proveMachine({
    machine: resizeMachine,
    letters: lettersOf(...resizeMachine.events),
    mutantsPerFault: 40,
  });
});
