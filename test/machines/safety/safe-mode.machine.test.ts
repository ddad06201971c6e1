/**
 * Goal: the safe mode machine keeps its rules in every state and at every event.
 * Method: tours and probes against the reviewed `test/golden/tours/safe-mode.rules.md`.
 */
import { describe, expect, it } from 'vitest';
import { safeModeMachine } from '../../../machines/safety/safe-mode.machine.ts';
import { lettersOf } from '../../../machines/tour/graph.ts';
import { proveMachine } from '../../model/prove.ts';
import { waitsAnew } from '../../model/walks.ts';

describe('safe mode', () => {
  proveMachine({
    machine: safeModeMachine,
    letters: lettersOf(...safeModeMachine.events),
    mutantsPerFault: 40,
  });

  it.each(['violation.counted', 'violations.cascaded'])(
    'counts its quiet 30 s anew from %s',
    (violation) => {
      expect(waitsAnew(safeModeMachine, ['on.requested'], violation, 30_000)).toBe(true);
    },
  );
});
