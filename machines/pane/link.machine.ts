/**
 * One connection, a pane's terminal or the bridge to the hands: lost, it is given time to come
 * back; when the time is over it counts as failed, yet may still come back.
 *
 * @spec kernel 4.2 7.5
 */
import { cancel, emit, raise, setup } from 'xstate';

/** A daemon is started again within seconds; beyond a minute somebody must look. */
export const recoveryLimitMs = 60_000;

export type LinkEvent =
  | { readonly type: 'lost' }
  | { readonly type: 'restored' }
  | { readonly type: 'recovery.overdue' };

export type LinkEffect =
  | { readonly type: 'markLost' }
  | { readonly type: 'markRestored' }
  | { readonly type: 'markFailed' };

export const linkMachine = setup({
  types: {
    events: {} as LinkEvent,
    emitted: {} as LinkEffect,
    meta: {} as { readonly rule: string },
  },
  actions: {
    markLost: emit({ type: 'markLost' }),
    markRestored: emit({ type: 'markRestored' }),
    markFailed: emit({ type: 'markFailed' }),
    limitRecovery: raise({ type: 'recovery.overdue' }, { delay: 'recoveryLimit', id: 'recovery' }),
    forgetRecovery: cancel('recovery'),
  },
  delays: { recoveryLimit: recoveryLimitMs },
}).createMachine({
  id: 'link',
  initial: 'up',
  states: {
    up: {
      on: {
        lost: { target: 'recovering', actions: ['markLost'], meta: { rule: 'kernel 4.2 rule 5' } },
      },
    },
    recovering: {
      entry: ['limitRecovery'],
      exit: ['forgetRecovery'],
      on: {
        restored: {
          target: 'up',
          actions: ['markRestored'],
          meta: { rule: 'kernel 4.2 rule 5' },
        },
        'recovery.overdue': {
          target: 'failed',
          actions: ['markFailed'],
          meta: { rule: 'kernel 4.2 rule 5 failed' },
        },
      },
    },
    failed: {
      on: {
        restored: {
          target: 'up',
          actions: ['markRestored'],
          meta: { rule: 'kernel 4.2 rule 5' },
        },
      },
    },
  },
});
