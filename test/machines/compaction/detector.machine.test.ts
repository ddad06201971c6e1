/**
 * Goal: the detector machine keeps its rules in every state and at every event.
 * Method: tours and probes against the reviewed `test/golden/tours/detector.rules.md`.
 */
import { describe } from 'vitest';
import { detectorMachine } from '../../../machines/compaction/detector.machine.ts';
import { lettersOf } from '../../../machines/tour/graph.ts';
import { proveMachine } from '../../model/prove.ts';

describe('detector', () => {
  proveMachine({
    machine: detectorMachine,
    letters: lettersOf(...detectorMachine.events),
    mutantsPerFault: 40,
  });
});
