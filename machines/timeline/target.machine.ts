/**
 * The program under test as the head sees it: started, made ready, restarted if its policy says
 * so, stopped politely at the end. How it ended is told by the hands; whether another life is
 * due is decided by `mayRestart`, a pure rule beside this machine.
 *
 * @spec timeline execution semantics
 */
import { emit, setup } from 'xstate';
import type { TargetOutcome } from '../hands/messages.ts';
import type { TargetPolicy } from './timeline.ts';

export type TargetEvent =
  | { readonly type: 'start.requested' }
  | { readonly type: 'life.started' }
  | { readonly type: 'life.ready' }
  | { readonly type: 'life.unready' }
  | { readonly type: 'life.ended'; readonly again: boolean }
  | { readonly type: 'life.unkillable' }
  | { readonly type: 'stop.requested' };

export type TargetEffect =
  | { readonly type: 'startLife' }
  | { readonly type: 'stopLife' }
  | { readonly type: 'announceReady' }
  | { readonly type: 'announceHung' }
  | { readonly type: 'announceEnd' }
  | { readonly type: 'announceUnkillable' }
  | { readonly type: 'announceGone' };

export const targetMachine = setup({
  types: {
    events: {} as TargetEvent,
    emitted: {} as TargetEffect,
    meta: {} as { readonly rule: string },
  },
  guards: {
    anotherLifeIsDue: ({ event }) => event.type === 'life.ended' && event.again,
  },
  actions: {
    startLife: emit({ type: 'startLife' }),
    stopLife: emit({ type: 'stopLife' }),
    announceReady: emit({ type: 'announceReady' }),
    announceHung: emit({ type: 'announceHung' }),
    announceEnd: emit({ type: 'announceEnd' }),
    announceUnkillable: emit({ type: 'announceUnkillable' }),
    announceGone: emit({ type: 'announceGone' }),
  },
}).createMachine({
  id: 'target',
  initial: 'absent',
  states: {
    absent: {
      on: {
        'start.requested': {
          target: 'starting',
          actions: ['startLife'],
          meta: { rule: 'target-started-once-asked' },
        },
        'stop.requested': {
          target: 'gone',
          actions: ['announceGone'],
          meta: { rule: 'target-never-started-is-gone' },
        },
      },
    },
    starting: {
      on: {
        'life.started': { target: 'warming', meta: { rule: 'target-warms-up' } },
        'life.ended': {
          target: 'gone',
          actions: ['announceEnd', 'announceGone'],
          meta: { rule: 'target-spawn-failure-ends-it' },
        },
        'stop.requested': {
          target: 'stopping',
          actions: ['stopLife'],
          meta: { rule: 'target-stopped-politely' },
        },
      },
    },
    warming: {
      on: {
        'life.ready': {
          target: 'up',
          actions: ['announceReady'],
          meta: { rule: 'target-ready-when-probe-answers' },
        },
        'life.unready': {
          target: 'stopping',
          actions: ['announceHung', 'stopLife'],
          meta: { rule: 'target-never-ready-is-hung' },
        },
        'life.ended': [
          {
            guard: 'anotherLifeIsDue',
            target: 'starting',
            actions: ['announceEnd', 'startLife'],
            meta: { rule: 'target-restarts-by-policy' },
          },
          {
            target: 'gone',
            actions: ['announceEnd', 'announceGone'],
            meta: { rule: 'target-end-ends-the-run' },
          },
        ],
        'stop.requested': {
          target: 'stopping',
          actions: ['stopLife'],
          meta: { rule: 'target-stopped-politely' },
        },
      },
    },
    up: {
      on: {
        'life.unready': { actions: ['announceHung'], meta: { rule: 'target-hang-is-told' } },
        'life.ended': [
          {
            guard: 'anotherLifeIsDue',
            target: 'starting',
            actions: ['announceEnd', 'startLife'],
            meta: { rule: 'target-restarts-by-policy' },
          },
          {
            target: 'gone',
            actions: ['announceEnd', 'announceGone'],
            meta: { rule: 'target-end-ends-the-run' },
          },
        ],
        'stop.requested': {
          target: 'stopping',
          actions: ['stopLife'],
          meta: { rule: 'target-stopped-politely' },
        },
      },
    },
    stopping: {
      on: {
        'stop.requested': { actions: ['stopLife'], meta: { rule: 'target-stop-can-be-hastened' } },
        'life.ended': {
          target: 'gone',
          actions: ['announceEnd', 'announceGone'],
          meta: { rule: 'target-stopped-is-gone' },
        },
        'life.unkillable': {
          target: 'gone',
          actions: ['announceUnkillable', 'announceGone'],
          meta: { rule: 'target-unkillable-is-told' },
        },
      },
    },
    gone: { type: 'final' },
  },
});

/** A crash is an end by a signal, or by a non-zero status, that we did not ask for. */
export function isCrash(outcome: TargetOutcome): boolean {
  return outcome.kind === 'signalled' || (outcome.kind === 'exited' && outcome.code !== 0);
}

/** Whether a life that ended unasked is followed by another, given how many restarts there were. */
export function mayRestart(
  outcome: TargetOutcome,
  restartsSoFar: number,
  restart: TargetPolicy['restart'],
): boolean {
  if (outcome.kind !== 'exited' && outcome.kind !== 'signalled') return false;
  if (restartsSoFar >= restart.atMost) return false;
  return restart.policy === 'always' || (restart.policy === 'on-crash' && isCrash(outcome));
}
