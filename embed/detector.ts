/**
 * `ambush/detector`: tells from what a terminal shows when the program in it compacts its context.
 *
 * @spec kernel 9
 */
export {
  type CompactionEvent,
  type CompactionState,
  createDetector,
  type Detector,
  type DetectorOptions,
  detectorVersion,
  type Explanation,
} from '../actors/detector.actor.ts';
export {
  fromHook,
  fromOsc,
  fromTranscriptLine,
  type OscWords,
  type Testimony,
} from '../machines/compaction/authority.ts';
export { type Profile, type ProfileSource, profileSchema } from '../machines/compaction/profile.ts';
export { type ProfileId, profileIds, profiles } from '../machines/compaction/profiles.ts';
export type { Screen } from '../machines/compaction/screen.ts';
export { createScreenTerminal, type ScreenTerminal } from '../runtime/screen/screen-terminal.ts';
