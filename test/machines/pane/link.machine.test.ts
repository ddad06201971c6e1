/**
 * Goal: the link machine keeps its rules in every state and at every event.
 * Method: tours and probes against the reviewed `test/golden/tours/link.rules.md`.
 */
import { describe } from 'vitest';
import { linkMachine } from '../../../machines/pane/link.machine.ts';
import { lettersOf } from '../../../machines/tour/graph.ts';
import { proveMachine } from '../../model/prove.ts';

describe('link', () => {
  proveMachine({
    machine: linkMachine,
    letters: lettersOf(...linkMachine.events),
    mutantsPerFault: 40,
  });
});
