/**
 * Goal: the explanation of a pane shows what its detector sees, as long as one is attached, and
 * leaves no trace in the kernel.
 * Method: a real detector on a screen of a compacting program; the figures of a contract on trial
 * before and after.
 */
import { expect, it } from 'vitest';
import { createDetector } from '../../../actors/detector.actor.ts';
import { profiles } from '../../../machines/compaction/profiles.ts';
import { createScene } from './scene.ts';

it('shows the evidence of the detector that is attached', () => {
  const { kernel, clock } = createScene();
  const detector = createDetector({ clock, profiles: [profiles.generic], onEvent: () => {} });
  expect(kernel.explain('1').compaction).toBeNull();
  const detach = kernel.attachDetector('1', detector);
  expect(kernel.explain('1').compaction).toEqual(detector.explain());
  expect(kernel.explain('2').compaction).toBeNull();
  const other = { explain: () => detector.explain() };
  kernel.attachDetector('1', other);
  detach();
  expect(kernel.explain('1').compaction).not.toBeNull();
  expect(() => kernel.attachDetector('9', detector)).toThrow(RangeError);
  detector.stop();
});

it('counts for no contract: whoever only looks adds nothing to its record', () => {
  const { kernel, inject } = createScene();
  kernel.registerContract({
    ...{ id: 'on-trial', version: 1, owner: 'test', appliesTo: ['inject.requested'] },
    ...{ severity: 'block', action: 'block', fallbackAction: 'block', mode: 'shadow' },
    ...{ emitOnViolation: 'contract.violation', preconditions: [() => false] },
  });
  inject();
  const before = [kernel.stats().contracts, kernel.shadowSession('on-trial', 's')];
  expect(before[1]).toMatchObject({ evaluations: 1, violations: 1 });
  for (let look = 0; look < 5; look += 1) kernel.explain('1');
  expect([kernel.stats().contracts, kernel.shadowSession('on-trial', 's')]).toEqual(before);
});
