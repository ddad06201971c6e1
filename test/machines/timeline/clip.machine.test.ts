/**
 * Goal: the clip keeps the rules of the language in every state and at every event.
 * Method: tours and probes against the hand-written `test/golden/tours/clip.rules.md`.
 */
import { describe } from 'vitest';
import { clipMachine } from '../../../machines/timeline/clip.machine.ts';
import { lettersOf } from '../../../machines/tour/graph.ts';
import { proveMachine } from '../../model/prove.ts';

describe('clip', () => {
  proveMachine({
    machine: clipMachine,
    letters: lettersOf(...clipMachine.events),
    mutantsPerFault: 60,
  });
});
