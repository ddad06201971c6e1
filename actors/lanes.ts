/**
 * The lanes of a plan as tracks: those that stress an axis, and those that type into a pane. A
 * lane without events has nothing to play, and would never be over.
 *
 * @spec timeline terminology
 */
import type { Envelope } from '../machines/kernel/envelope.ts';
import type { Plan } from '../machines/timeline/timeline.ts';
import type { Random } from '../runtime/host/host.ts';
import { type Clip, startClip } from './clip.actor.ts';
import type { OpenWishes } from './clip-wishes.ts';
import { type Input, startInput } from './input.actor.ts';
import type { RunKernel } from './run-kernel.ts';
import { createTrack, type Track } from './track.actor.ts';
import type { World } from './world.ts';

export interface LanesInput {
  readonly world: World;
  readonly plan: Plan;
  readonly random: Random;
  readonly kernel: RunKernel | null;
  /** What of its conditions did not hold. */
  readonly open: (id: string) => OpenWishes;
  readonly onClip: (clip: Clip) => void;
  readonly onInput: (input: Input) => void;
  /** A clip is about to be armed, or is over. */
  readonly onStanding: (clip: Clip) => void;
  /** No lane is left to play; with the last that was said of the last one. */
  readonly onEnded: (because: Envelope | undefined) => void;
}

export function createLanes(input: LanesInput): readonly Track[] {
  const { plan, kernel } = input;
  let leftCount = 0;
  const onEnded: LanesInput['onEnded'] = (because) => {
    leftCount -= 1;
    if (leftCount === 0) input.onEnded(because);
  };
  const tracks = [
    ...plan.lanes.flatMap((_, lane) => stressTrack(input, lane, onEnded) ?? []),
    ...(plan.inputLanes ?? []).flatMap((_, lane) =>
      kernel === null ? [] : (inputTrack(input, kernel, lane, onEnded) ?? []),
    ),
  ];
  leftCount = tracks.length;
  return tracks;
}

function stressTrack(
  input: LanesInput,
  index: number,
  onEnded: LanesInput['onEnded'],
): Track | null {
  const { world, plan, random, open, onClip, onStanding } = input;
  const lane = plan.lanes[index];
  const events = plan.events.filter((event) => event.lane === index);
  if (!lane || events.length === 0) return null;
  return createTrack({
    world,
    about: { track: lane.name, axis: lane.axis },
    count: events.length,
    onEnded,
    cue: (listener) =>
      events.map((event) => {
        const seed = Math.floor(random.fork(`clip:${event.id}`).next() * 2 ** 31);
        const about = { event, track: lane.name, seed, open: () => open(event.id) };
        const clip = startClip({ world, plan, ...about, ...listener, onStanding });
        onClip(clip);
        return clip;
      }),
  });
}

function inputTrack(
  input: LanesInput,
  kernel: RunKernel,
  index: number,
  onEnded: LanesInput['onEnded'],
): Track | null {
  const { world, plan, open, onInput } = input;
  const lane = plan.inputLanes?.[index];
  const events = (plan.inputs ?? []).filter((event) => event.lane === index);
  if (!lane || events.length === 0) return null;
  return createTrack({
    world,
    about: { track: lane.name, pane: lane.paneId },
    count: events.length,
    onEnded,
    cue: (listener) =>
      events.map((event) => {
        const about = { event, track: lane.name, open: () => open(event.id) };
        const typed = startInput({ world, kernel, ...about, ...listener });
        onInput(typed);
        return typed;
      }),
  });
}
