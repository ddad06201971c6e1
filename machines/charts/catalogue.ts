/**
 * Every statechart by its name, which is its id and the name of its file.
 *
 * @spec timeline phase 1
 * @spec kernel 4.2
 */
import { sessionMachine } from '../bridge/session.machine.ts';
import { detectorMachine } from '../compaction/detector.machine.ts';
import { focusMachine } from '../pane/focus.machine.ts';
import { injectionMachine } from '../pane/injection.machine.ts';
import { linkMachine } from '../pane/link.machine.ts';
import { paneMachine } from '../pane/pane.machine.ts';
import { resizeMachine } from '../pane/resize.machine.ts';
import { stormMachine } from '../pane/storm.machine.ts';
import { safeModeMachine } from '../safety/safe-mode.machine.ts';
import { clipMachine } from '../timeline/clip.machine.ts';
import { conductorMachine } from '../timeline/conductor.machine.ts';
import { constraintMachine } from '../timeline/constraint/constraint.machine.ts';
import { expectationMachine } from '../timeline/expectation/expectation.machine.ts';
import { recoveryMachine } from '../timeline/expectation/recovery.machine.ts';
import { inputMachine } from '../timeline/input/input.machine.ts';
import { targetMachine } from '../timeline/target.machine.ts';
import { trackMachine } from '../timeline/track.machine.ts';

/** In the order in which a reader meets them: the timeline, then the kernel. */
export const machines = {
  conductor: conductorMachine,
  track: trackMachine,
  clip: clipMachine,
  input: inputMachine,
  target: targetMachine,
  constraint: constraintMachine,
  expectation: expectationMachine,
  recovery: recoveryMachine,
  pane: paneMachine,
  injection: injectionMachine,
  focus: focusMachine,
  resize: resizeMachine,
  storm: stormMachine,
  link: linkMachine,
  session: sessionMachine,
  detector: detectorMachine,
  'safe-mode': safeModeMachine,
} as const;

export type MachineName = keyof typeof machines;

export const machineNames = Object.keys(machines) as readonly MachineName[];

export function isMachineName(name: string): name is MachineName {
  return Object.hasOwn(machines, name);
}

/** The machine of that name. @throws RangeError for a name that is none. */
export function machineOf<Name extends MachineName>(name: Name): (typeof machines)[Name] {
  if (isMachineName(name)) return machines[name];
  throw new RangeError(`Expected one of ${machineNames.join(', ')}, got ${String(name)}.`);
}

/** What each is for, in one sentence. */
export const purposes: Readonly<Record<MachineName, string>> = {
  conductor: 'A whole run: raises the target, plays the tracks, lowers and closes everything.',
  track: 'One lane of the timeline, which plays its clips.',
  clip: 'One event of the timeline, from arming its stressor to its end.',
  input: 'One text that is typed into the pane of the target, from its time to its end.',
  target: 'The program under test, over all its lives.',
  constraint: 'The five focusing steps: which axis is the bottleneck, and who gives way to it.',
  expectation: 'What must hold for a run to pass: open, kept, broken, or never to be known.',
  recovery: 'Whether the target is well again after the last stress.',
  pane: 'The state vector of one pane: what it is busy with, its gates, its link.',
  injection: 'One injection, from its first write to its one end.',
  focus: 'Who holds the focus of a pane: the user comes before any agent.',
  resize: 'Resizes of one pane, coalesced to the latest.',
  storm: 'Whether resizes come in a storm.',
  link: 'One connection, lost and found again.',
  session: "The head's end of the bridge: connects, is greeted, and connects again.",
  detector: 'Whether the program in a pane compacts its context.',
  'safe-mode': 'Safe mode over all panes.',
};
