/**
 * Goal: the track keeps the rules of the language in every state and at every event.
 * Method: tours and probes against the hand-written `test/golden/tours/track.rules.md`.
 */
import { describe } from 'vitest';
import { trackMachine } from '../../../machines/timeline/track.machine.ts';
import { lettersOf } from '../../../machines/tour/graph.ts';
import { proveMachine } from '../../model/prove.ts';

describe('track', () => {
  proveMachine({
    machine: trackMachine,
    letters: lettersOf(...trackMachine.events),
    mutantsPerFault: 60,
  });
});
