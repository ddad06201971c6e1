/**
 * The resizes of a pane: one at a time, the wishes that come meanwhile merged into the last, and
 * none while it is held (a dialog, a hidden pane, an injection, a lost link). The sizes and counts
 * are kept beside this machine.
 *
 * @spec kernel 3.3 4.2 4.4
 */
import { cancel, emit, raise, setup } from 'xstate';

/** Fitting a screen takes milliseconds; after this nobody will report its end any more. */
export const fitLimitMs = 2_000;

export type ResizeEvent =
  /** A wish came while the pane could take it. */
  | { readonly type: 'wish.free' }
  /** A wish came while something holds it back. */
  | { readonly type: 'wish.held' }
  /** What held it back is over. */
  | { readonly type: 'hold.ended' }
  | { readonly type: 'fit.completed' }
  | { readonly type: 'fit.overdue' };

export type ResizeEffect =
  | { readonly type: 'startFit' }
  | { readonly type: 'keepWish' }
  | { readonly type: 'flushWish' }
  | { readonly type: 'endFit' };

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
    limitFit: raise({ type: 'fit.overdue' }, { delay: 'fitLimit', id: 'fit' }),
    forgetFit: cancel('fit'),
  },
  delays: { fitLimit: fitLimitMs },
}).createMachine({
  id: 'resize',
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
});
