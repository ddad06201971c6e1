/**
 * The resizes of a pane: one at a time, the wishes that come meanwhile merged into the last, and
 * none while it is held (a dialog, a hidden pane, an injection, a lost link). Beside that, the
 * weather: calm, or a storm. The sizes and counts are kept beside this machine.
 *
 * @spec kernel 3.3 4.2 4.4
 */
import { cancel, emit, raise, setup } from 'xstate';

/** Fitting a screen takes milliseconds; after this nobody will report its end any more. */
export const fitLimitMs = 2_000;
/** Wishes within a second that make a storm; a dragged window sends up to 60. */
export const stormCount = 20;
export const stormWindowMs = 1_000;

export type ResizeEvent =
  /** A wish came while the pane could take it. */
  | { readonly type: 'wish.free' }
  /** A wish came while something holds it back. */
  | { readonly type: 'wish.held' }
  /** What held it back is over. */
  | { readonly type: 'hold.ended' }
  | { readonly type: 'fit.completed' }
  | { readonly type: 'fit.overdue' }
  | { readonly type: 'wishes.stormed' }
  | { readonly type: 'storm.passed' };

export type ResizeEffect =
  | { readonly type: 'startFit' }
  | { readonly type: 'keepWish' }
  | { readonly type: 'flushWish' }
  | { readonly type: 'endFit' }
  | { readonly type: 'announceStorm' };

export const resizeMachine = setup({
  types: {
    events: {} as ResizeEvent,
    emitted: {} as ResizeEffect,
    meta: {} as { readonly rule: string },
  },
  actions: {
    startFit: emit({ type: 'startFit' }),
    keepWish: emit({ type: 'keepWish' }),
    flushWish: emit({ type: 'flushWish' }),
    endFit: emit({ type: 'endFit' }),
    announceStorm: emit({ type: 'announceStorm' }),
    limitFit: raise({ type: 'fit.overdue' }, { delay: 'fitLimit', id: 'fit' }),
    forgetFit: cancel('fit'),
    awaitCalm: raise({ type: 'storm.passed' }, { delay: 'stormWindow', id: 'storm' }),
    forgetCalm: cancel('storm'),
  },
  delays: { fitLimit: fitLimitMs, stormWindow: stormWindowMs },
}).createMachine({
  id: 'resize',
  type: 'parallel',
  states: {
    fit: {
      initial: 'idle',
      states: {
        idle: {
          on: {
            'wish.free': {
              target: 'fitting',
              actions: ['startFit'],
              meta: { rule: 'kernel 3.3 start' },
            },
            'wish.held': {
              target: 'held',
              actions: ['keepWish'],
              meta: { rule: 'kernel 4.2 rule 4' },
            },
          },
        },
        held: {
          on: {
            'wish.free': { actions: ['keepWish'], meta: { rule: 'kernel 4.4 case 3' } },
            'wish.held': { actions: ['keepWish'], meta: { rule: 'kernel 4.4 case 3' } },
            'hold.ended': {
              target: 'fitting',
              actions: ['flushWish', 'startFit'],
              meta: { rule: 'kernel 4.4 case 3' },
            },
          },
        },
        fitting: {
          entry: ['limitFit'],
          exit: ['forgetFit'],
          on: {
            'wish.free': {
              target: 'crowded',
              actions: ['keepWish'],
              meta: { rule: 'kernel 4.4 case 3' },
            },
            'wish.held': {
              target: 'crowded',
              actions: ['keepWish'],
              meta: { rule: 'kernel 4.4 case 3' },
            },
            'fit.completed': {
              target: 'idle',
              actions: ['endFit'],
              meta: { rule: 'kernel 3.3 end' },
            },
            'fit.overdue': {
              target: 'idle',
              actions: ['endFit'],
              meta: { rule: 'kernel 8.1 class 4' },
            },
          },
        },
        crowded: {
          entry: ['limitFit'],
          exit: ['forgetFit'],
          on: {
            'wish.free': { actions: ['keepWish'], meta: { rule: 'kernel 4.4 case 3' } },
            'wish.held': { actions: ['keepWish'], meta: { rule: 'kernel 4.4 case 3' } },
            'fit.completed': {
              target: 'held',
              actions: ['endFit'],
              meta: { rule: 'kernel 4.4 case 3' },
            },
            'fit.overdue': {
              target: 'held',
              actions: ['endFit'],
              meta: { rule: 'kernel 8.1 class 4' },
            },
          },
        },
      },
    },
    weather: {
      initial: 'calm',
      states: {
        calm: {
          on: {
            'wishes.stormed': {
              target: 'storm',
              actions: ['announceStorm'],
              meta: { rule: 'kernel 8.1 class 5' },
            },
          },
        },
        storm: {
          entry: ['awaitCalm'],
          exit: ['forgetCalm'],
          on: {
            'wishes.stormed': {
              target: 'storm',
              reenter: true,
              meta: { rule: 'kernel 8.1 class 5' },
            },
            'storm.passed': { target: 'calm', meta: { rule: 'kernel 8.1 class 5' } },
          },
        },
      },
    },
  },
});
