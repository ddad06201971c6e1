/**
 * The run as a whole, in three regions: its course (raise the target, play, settle, lower the
 * target, close the hands), its status (the first reason to end decides, an interrupt over a
 * mere completion), and its haste (a second interrupt skips the grace period). The times that
 * depend on the timeline (`duration.due`, `lower.overdue`, `close.overdue`) come as events from
 * the actor.
 *
 * @spec timeline execution semantics
 */
import { cancel, emit, raise, setup } from 'xstate';

/** Tracks stop within a clip's own patience; beyond this the run goes on without them. */
export const settlePatienceMs = 8_000;

export type ConductorEvent =
  | { readonly type: 'run.requested' }
  | { readonly type: 'target.ready' }
  | { readonly type: 'target.gone' }
  | { readonly type: 'target.failed' }
  | { readonly type: 'duration.due' }
  | { readonly type: 'tracks.ended' }
  | { readonly type: 'recovery.over' }
  | { readonly type: 'hands.closed' }
  | { readonly type: 'hands.failed' }
  | { readonly type: 'interrupt.requested' }
  | { readonly type: 'abort.requested' }
  | { readonly type: 'settle.overdue' }
  | { readonly type: 'lower.overdue' }
  | { readonly type: 'close.overdue' };

export type ConductorEffect =
  | { readonly type: 'startTarget' }
  | { readonly type: 'startTracks' }
  | { readonly type: 'stopTracks' }
  | { readonly type: 'awaitRecovery' }
  | { readonly type: 'stopTarget' }
  | { readonly type: 'hastenTarget' }
  | { readonly type: 'closeHands' }
  | { readonly type: 'announceEnd' };

export const conductorMachine = setup({
  types: {
    events: {} as ConductorEvent,
    emitted: {} as ConductorEffect,
    meta: {} as { readonly rule: string },
  },
  actions: {
    startTarget: emit({ type: 'startTarget' }),
    startTracks: emit({ type: 'startTracks' }),
    stopTracks: emit({ type: 'stopTracks' }),
    awaitRecovery: emit({ type: 'awaitRecovery' }),
    stopTarget: emit({ type: 'stopTarget' }),
    hastenTarget: emit({ type: 'hastenTarget' }),
    closeHands: emit({ type: 'closeHands' }),
    announceEnd: emit({ type: 'announceEnd' }),
    awaitSettled: raise({ type: 'settle.overdue' }, { delay: 'settlePatience', id: 'settle' }),
    forgetSettled: cancel('settle'),
  },
  delays: {
    settlePatience: settlePatienceMs,
  },
}).createMachine({
  id: 'conductor',
  type: 'parallel',
  states: {
    course: {
      initial: 'idle',
      states: {
        idle: {
          on: {
            'run.requested': {
              target: 'raising',
              actions: ['startTarget'],
              meta: { rule: 'run-raises-the-target-first' },
            },
          },
        },
        raising: {
          on: {
            'target.ready': {
              target: 'playing',
              actions: ['startTracks'],
              meta: { rule: 'run-plays-when-target-is-ready' },
            },
            'target.gone': {
              target: 'closing',
              meta: { rule: 'run-ends-with-the-target' },
            },
            'target.failed': {
              target: 'closing',
              meta: { rule: 'run-ends-with-the-target' },
            },
            'interrupt.requested': {
              target: 'lowering',
              actions: ['stopTarget'],
              meta: { rule: 'run-stops-in-order' },
            },
            'abort.requested': {
              target: 'lowering',
              actions: ['stopTarget'],
              meta: { rule: 'run-stops-in-order' },
            },
            'hands.failed': { target: 'closing', meta: { rule: 'run-ends-with-the-hands' } },
          },
        },
        playing: {
          on: {
            'duration.due': {
              target: 'settling',
              actions: ['stopTracks'],
              meta: { rule: 'run-ends-at-its-duration' },
            },
            'target.gone': {
              target: 'settling',
              actions: ['stopTracks'],
              meta: { rule: 'run-ends-with-the-target' },
            },
            'target.failed': {
              target: 'settling',
              actions: ['stopTracks'],
              meta: { rule: 'run-ends-with-the-target' },
            },
            'interrupt.requested': {
              target: 'settling',
              actions: ['stopTracks'],
              meta: { rule: 'run-stops-in-order' },
            },
            'abort.requested': {
              target: 'settling',
              actions: ['stopTracks'],
              meta: { rule: 'run-stops-in-order' },
            },
            'tracks.ended': { target: 'resting', meta: { rule: 'run-lasts-its-duration' } },
            'hands.failed': {
              target: 'closing',
              actions: ['stopTracks'],
              meta: { rule: 'run-ends-with-the-hands' },
            },
          },
        },
        // Every track is over before the run is: nothing is left to settle.
        resting: {
          on: {
            'duration.due': {
              target: 'recovering',
              actions: ['stopTracks'],
              meta: { rule: 'run-ends-at-its-duration' },
            },
            'target.gone': {
              target: 'closing',
              actions: ['stopTracks'],
              meta: { rule: 'run-ends-with-the-target' },
            },
            'target.failed': {
              target: 'closing',
              actions: ['stopTracks'],
              meta: { rule: 'run-ends-with-the-target' },
            },
            'interrupt.requested': {
              target: 'lowering',
              actions: ['stopTracks', 'stopTarget'],
              meta: { rule: 'run-stops-in-order' },
            },
            'abort.requested': {
              target: 'lowering',
              actions: ['stopTracks', 'stopTarget'],
              meta: { rule: 'run-stops-in-order' },
            },
            'hands.failed': {
              target: 'closing',
              actions: ['stopTracks'],
              meta: { rule: 'run-ends-with-the-hands' },
            },
          },
        },
        settling: {
          entry: ['awaitSettled'],
          exit: ['forgetSettled'],
          on: {
            'tracks.ended': {
              target: 'recovering',
              meta: { rule: 'run-stops-stress-before-target' },
            },
            'settle.overdue': {
              target: 'lowering',
              actions: ['stopTarget'],
              meta: { rule: 'run-never-waits-for-ever' },
            },
            'hands.failed': { target: 'closing', meta: { rule: 'run-ends-with-the-hands' } },
          },
        },
        // The stress is over and its time too; the target may still have some to be well again.
        recovering: {
          entry: ['awaitRecovery'],
          on: {
            'recovery.over': {
              target: 'lowering',
              actions: ['stopTarget'],
              meta: { rule: 'run-waits-for-recovery' },
            },
            'target.gone': { target: 'closing', meta: { rule: 'run-ends-with-the-target' } },
            'target.failed': { target: 'closing', meta: { rule: 'run-ends-with-the-target' } },
            'interrupt.requested': {
              target: 'lowering',
              actions: ['stopTarget'],
              meta: { rule: 'run-stops-in-order' },
            },
            'abort.requested': {
              target: 'lowering',
              actions: ['stopTarget'],
              meta: { rule: 'run-stops-in-order' },
            },
            'hands.failed': { target: 'closing', meta: { rule: 'run-ends-with-the-hands' } },
          },
        },
        lowering: {
          on: {
            'target.gone': { target: 'closing', meta: { rule: 'run-cleans-up-last' } },
            'target.failed': { target: 'closing', meta: { rule: 'run-cleans-up-last' } },
            'lower.overdue': { target: 'closing', meta: { rule: 'run-never-waits-for-ever' } },
            'hands.failed': { target: 'closing', meta: { rule: 'run-ends-with-the-hands' } },
          },
        },
        closing: {
          entry: ['closeHands'],
          on: {
            'hands.closed': {
              target: 'done',
              actions: ['announceEnd'],
              meta: { rule: 'run-cleans-up-last' },
            },
            'close.overdue': {
              target: 'done',
              actions: ['announceEnd'],
              meta: { rule: 'run-never-waits-for-ever' },
            },
          },
        },
        done: { type: 'final' },
      },
    },
    status: {
      initial: 'open',
      states: {
        open: {
          on: {
            'duration.due': { target: 'completed', meta: { rule: 'status-first-reason-decides' } },
            'target.gone': { target: 'completed', meta: { rule: 'status-first-reason-decides' } },
            'target.failed': { target: 'errored', meta: { rule: 'status-first-reason-decides' } },
            'hands.failed': { target: 'errored', meta: { rule: 'status-first-reason-decides' } },
            'interrupt.requested': {
              target: 'interrupted',
              meta: { rule: 'status-first-reason-decides' },
            },
            'abort.requested': { target: 'aborted', meta: { rule: 'status-first-reason-decides' } },
          },
        },
        completed: {
          on: {
            'interrupt.requested': {
              target: 'interrupted',
              meta: { rule: 'status-interrupt-over-completion' },
            },
            'hands.failed': { target: 'errored', meta: { rule: 'status-error-over-completion' } },
          },
        },
        interrupted: {},
        aborted: {},
        errored: {},
      },
    },
    haste: {
      initial: 'patient',
      states: {
        patient: {
          on: {
            'interrupt.requested': { target: 'warned', meta: { rule: 'haste-first-is-polite' } },
          },
        },
        warned: {
          on: {
            'interrupt.requested': {
              target: 'hasty',
              actions: ['hastenTarget'],
              meta: { rule: 'haste-second-skips-grace' },
            },
          },
        },
        hasty: {},
      },
    },
  },
});
