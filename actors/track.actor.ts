/**
 * A track alive: it cues its clips, counts which of them sound and which are left, and tells its
 * machine.
 *
 * @spec timeline terminology
 */
import { createActor } from 'xstate';
import type { Envelope } from '../machines/kernel/envelope.ts';
import type { PayloadOf } from '../machines/kernel/events/registry.ts';
import { type TrackEffect, trackMachine } from '../machines/timeline/track.machine.ts';
import type { World } from './world.ts';

export interface Track {
  play(because: Envelope): void;
  stop(reason: string): void;
}

/** What a clip tells its track. */
export interface TrackListener {
  readonly onSound: (sounding: boolean) => void;
  readonly onEnded: () => void;
}

export interface TrackInput {
  readonly world: World;
  /** Its name, and what it is a lane of. */
  readonly about: Omit<PayloadOf<'track.started'>, 'atMs'>;
  /** How many clips it has: as many are told as over. */
  readonly count: number;
  /** Lets its clips wait for their times, whether they stress or type. */
  readonly cue: (listener: TrackListener) => readonly { stop(reason: string): void }[];
  /** Nothing of it is left to play; with the last that was said of it. */
  readonly onEnded: (because: Envelope | undefined) => void;
}

export function createTrack(input: TrackInput): Track {
  const { world, about, count } = input;
  const voice = world.voices.track;
  let clips: ReturnType<TrackInput['cue']> = [];
  let cause: Envelope | undefined;
  let soundingCount = 0;
  let leftCount = count;
  let stopReason = 'the run was stopped';

  const actor = createActor(trackMachine, { clock: world.clock, id: `track:${about.track}` });
  const effects: Record<TrackEffect['type'], () => void> = {
    announceStarted() {
      cause = voice.say('track.started', now(), cause);
    },
    cueClips() {
      clips = input.cue({ onSound, onEnded });
    },
    stopClips() {
      for (const clip of clips) clip.stop(stopReason);
    },
    announceEnded() {
      cause = voice.say('track.ended', now(), cause);
    },
  };
  for (const type of Object.keys(effects) as TrackEffect['type'][]) actor.on(type, effects[type]);
  actor.subscribe({ complete: () => input.onEnded(cause) });
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
    return { atMs: world.offset(), ...about };
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
