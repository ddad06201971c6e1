/**
 * `ambush/machines`: the statecharts, as they run in the kernel and in the timeline.
 *
 * @spec timeline phase 1
 * @spec kernel 4.2 9.2
 */
export { detectorMachine } from '../machines/compaction/detector.machine.ts';
export { focusMachine } from '../machines/pane/focus.machine.ts';
export { injectionMachine } from '../machines/pane/injection.machine.ts';
export { linkMachine } from '../machines/pane/link.machine.ts';
export { paneMachine } from '../machines/pane/pane.machine.ts';
export { resizeMachine } from '../machines/pane/resize.machine.ts';
export { stormMachine } from '../machines/pane/storm.machine.ts';
export { safeModeMachine } from '../machines/safety/safe-mode.machine.ts';
export { clipMachine } from '../machines/timeline/clip.machine.ts';
export { conductorMachine } from '../machines/timeline/conductor.machine.ts';
export { targetMachine } from '../machines/timeline/target.machine.ts';
export { trackMachine } from '../machines/timeline/track.machine.ts';
