/**
 * Goal: the explanation of a pane shows what its detector sees, as long as one is attached.
 * Method: a real detector on a screen of a compacting program.
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
