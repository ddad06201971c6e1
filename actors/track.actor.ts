/**
 * A track alive: it cues its clips, counts which of them sound and which are left, and tells its
 * machine.
 *
 * @spec timeline terminology
 */
import { createActor } from 'xstate';
import type { Envelope } from '../machines/kernel/envelope.ts';
import type { Lane, Plan, PlannedEvent } from '../machines/timeline/timeline.ts';
import { type TrackEffect, trackMachine } from '../machines/timeline/track.machine.ts';
import { type Clip, startClip } from './clip.actor.ts';
import type { OpenWishes } from './clip-wishes.ts';
import type { World } from './world.ts';

export interface Track {
  play(because: Envelope): void;
  stop(reason: string): void;
}

export interface TrackInput {
  readonly world: World;
  readonly plan: Plan;
  readonly lane: Lane;
  readonly events: readonly PlannedEvent[];
  readonly seedOf: (clipId: string) => number;
  readonly onClip: (clip: Clip) => void;
  /** What of its conditions did not hold. */
  readonly open: (clipId: string) => OpenWishes;
  /** A clip is about to be armed, or is over. */
  readonly onStanding: (clip: Clip) => void;
  readonly onEnded: () => void;
}

export function createTrack(input: TrackInput): Track {
  const { world, lane, events } = input;
  const voice = world.voices.track;
  const clips: Clip[] = [];
  let cause: Envelope | undefined;
  let soundingCount = 0;
  let leftCount = events.length;
  let stopReason = 'the run was stopped';

  const actor = createActor(trackMachine, { clock: world.clock, id: `track:${lane.name}` });
  const effects: Record<TrackEffect['type'], () => void> = {
    announceStarted() {
      cause = voice.say('track.started', now(), cause);
    },
    cueClips() {
      for (const event of events) {
        const clip = startClip({
          world,
          plan: input.plan,
          event,
          track: lane.name,
          seed: input.seedOf(event.id),
          open: () => input.open(event.id),
          onSound,
          onStanding: input.onStanding,
          onEnded,
        });
        clips.push(clip);
        input.onClip(clip);
      }
    },
    stopClips() {
      for (const clip of clips) clip.stop(stopReason);
    },
    announceEnded() {
      cause = voice.say('track.ended', now(), cause);
    },
  };
  for (const type of Object.keys(effects) as TrackEffect['type'][]) actor.on(type, effects[type]);
  actor.subscribe({ complete: input.onEnded });
  actor.start();

  function onSound(sounding: boolean): void {
    soundingCount += sounding ? 1 : -1;
    if (sounding && soundingCount === 1) actor.send({ type: 'sound.began' });
    if (!sounding && soundingCount === 0) actor.send({ type: 'sound.ended' });
  }

  function onEnded(): void {
    leftCount -= 1;
    if (leftCount === 0) actor.send({ type: 'clips.exhausted' });
  }

  function now() {
    return { atMs: world.offset(), track: lane.name, axis: lane.axis };
  }

  return {
    play(because) {
      cause = because;
      actor.send({ type: 'play.requested' });
    },
    stop(reason) {
      if (actor.getSnapshot().status !== 'active') return;
      stopReason = reason;
      actor.send({ type: 'stop.requested' });
    },
  };
}
