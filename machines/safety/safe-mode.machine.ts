/**
 * Safe mode over all panes: on by hand or by a cascade of violations, off by hand or after 30 s
 * without a violation. Violations are counted beside this machine.
 *
 * @spec kernel 5.4
 */
import { cancel, emit, raise, setup } from 'xstate';

/** So long without a violation, and it ends. */
export const quietMs = 30_000;

export type SafeModeEvent =
  | { readonly type: 'on.requested' }
  | { readonly type: 'off.requested' }
  | { readonly type: 'violation.counted' }
  | { readonly type: 'violations.cascaded' }
  | { readonly type: 'quiet.elapsed' };

export type SafeModeEffect = { readonly type: 'enter' } | { readonly type: 'leave' };

export const safeModeMachine = setup({
  types: {
    events: {} as SafeModeEvent,
    emitted: {} as SafeModeEffect,
    meta: {} as { readonly rule: string },
  },
  actions: {
    enter: emit({ type: 'enter' }),
    leave: emit({ type: 'leave' }),
    awaitQuiet: raise({ type: 'quiet.elapsed' }, { delay: 'quiet', id: 'quiet' }),
    forgetQuiet: cancel('quiet'),
  },
  delays: { quiet: quietMs },
}).createMachine({
  id: 'safe-mode',
  initial: 'normal',
  states: {
    normal: {
      on: {
        'on.requested': { target: 'safe', actions: ['enter'], meta: { rule: 'kernel 5.4 manual' } },
        'violations.cascaded': {
          target: 'safe',
          actions: ['enter'],
          meta: { rule: 'kernel 5.4 cascade' },
        },
      },
    },
    safe: {
      entry: ['awaitQuiet'],
      exit: ['forgetQuiet'],
      on: {
        'violation.counted': { target: 'safe', reenter: true, meta: { rule: 'kernel 5.4 re-arm' } },
        'violations.cascaded': {
          target: 'safe',
          reenter: true,
          meta: { rule: 'kernel 5.4 re-arm' },
        },
        'quiet.elapsed': {
          target: 'normal',
          actions: ['leave'],
          meta: { rule: 'kernel 5.4 exit' },
        },
        'off.requested': {
          target: 'normal',
          actions: ['leave'],
          meta: { rule: 'kernel 5.4 manual' },
        },
      },
    },
  },
});
