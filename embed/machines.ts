/**
 * `ambush/machines`: every statechart of Ambush, as it runs in the timeline and in the kernel, by
 * name and as text. They are pure XState machines: give them to `createActor`, with a clock of
 * yours, or load an exported one elsewhere with `createMachine(JSON.parse(text)).provide(…)`.
 *
 * A machine decides and does nothing: its effects are what it emits (`actor.on(…)`), its waits are
 * named delays in milliseconds (`machine.provide({ delays })` changes them), and each transition
 * names in `meta.rule` the rule of the specification that it keeps.
 *
 * @spec timeline phase 1
 * @spec kernel 4.2 9.2
 */

export type { SessionEffect, SessionEvent } from '../machines/bridge/session.machine.ts';
export {
  isMachineName,
  type MachineName,
  machineNames,
  machineOf,
  machines,
  purposes,
} from '../machines/charts/catalogue.ts';
export { exportMachine, type TextFormat, textFormats } from '../machines/charts/export.ts';
export { type ActionNeed, type Needs, needsOf } from '../machines/charts/json.ts';
export {
  type Outline,
  outlineOf,
  type State,
  type Transition,
  type Wait,
} from '../machines/charts/outline.ts';
export type { DetectorEffect, DetectorEvent } from '../machines/compaction/detector.machine.ts';
export type { FocusEffect, FocusEvent } from '../machines/pane/focus.machine.ts';
export type { InjectionEffect, InjectionEvent } from '../machines/pane/injection.machine.ts';
export type { LinkEffect, LinkEvent } from '../machines/pane/link.machine.ts';
export { type PaneEvent, vectorOf } from '../machines/pane/pane.machine.ts';
export type { ResizeEffect, ResizeEvent } from '../machines/pane/resize.machine.ts';
export type { StormEffect, StormEvent } from '../machines/pane/storm.machine.ts';
export type { SafeModeEffect, SafeModeEvent } from '../machines/safety/safe-mode.machine.ts';
export type { ClipEffect, ClipEvent } from '../machines/timeline/clip.machine.ts';
export type { ConductorEffect, ConductorEvent } from '../machines/timeline/conductor.machine.ts';
export type { TargetEffect, TargetEvent } from '../machines/timeline/target.machine.ts';
export type { TrackEffect, TrackEvent } from '../machines/timeline/track.machine.ts';
