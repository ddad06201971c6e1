/**
 * One lane of the timeline: it plays its clips, tells when it sounds, and is over when no clip
 * is left. Who counts the clips is the actor; the machine is told `clips.exhausted`.
 *
 * @spec timeline terminology
 */
import { emit, setup } from 'xstate';

export type TrackEvent =
  | { readonly type: 'play.requested' }
  | { readonly type: 'sound.began' }
  | { readonly type: 'sound.ended' }
  | { readonly type: 'clips.exhausted' }
  | { readonly type: 'stop.requested' };

export type TrackEffect =
  | { readonly type: 'cueClips' }
  | { readonly type: 'stopClips' }
  | { readonly type: 'announceStarted' }
  | { readonly type: 'announceEnded' };

export const trackMachine = setup({
  types: {
    events: {} as TrackEvent,
    emitted: {} as TrackEffect,
    meta: {} as { readonly rule: string },
  },
  actions: {
    cueClips: emit({ type: 'cueClips' }),
    stopClips: emit({ type: 'stopClips' }),
    announceStarted: emit({ type: 'announceStarted' }),
    announceEnded: emit({ type: 'announceEnded' }),
  },
}).createMachine({
  id: 'track',
  initial: 'waiting',
  states: {
    waiting: {
      on: {
        'play.requested': {
          target: 'silent',
          actions: ['announceStarted', 'cueClips'],
          meta: { rule: 'track-plays-its-clips' },
        },
        'stop.requested': {
          target: 'ended',
          actions: ['announceEnded'],
          meta: { rule: 'track-never-played-is-over' },
        },
      },
    },
    silent: {
      on: {
        'sound.began': { target: 'sounding', meta: { rule: 'track-sounds-while-a-clip-runs' } },
        'clips.exhausted': {
          target: 'ended',
          actions: ['announceEnded'],
          meta: { rule: 'track-over-when-no-clip-is-left' },
        },
        'stop.requested': {
          target: 'closing',
          actions: ['stopClips'],
          meta: { rule: 'track-stops-every-clip' },
        },
      },
    },
    sounding: {
      on: {
        'sound.ended': { target: 'silent', meta: { rule: 'track-sounds-while-a-clip-runs' } },
        'stop.requested': {
          target: 'closing',
          actions: ['stopClips'],
          meta: { rule: 'track-stops-every-clip' },
        },
      },
    },
    closing: {
      on: {
        'clips.exhausted': {
          target: 'ended',
          actions: ['announceEnded'],
          meta: { rule: 'track-over-when-no-clip-is-left' },
        },
      },
    },
    ended: { type: 'final' },
  },
});
