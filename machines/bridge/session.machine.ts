/**
 * The head's end of the bridge: it connects, is greeted, and when the connection is lost it
 * connects again, and again. How long that may take is for the link machine to know.
 *
 * @spec kernel 7.5
 */
import { cancel, emit, raise, setup } from 'xstate';

/** Between two attempts; a socket of a living daemon answers at once. */
export const retryMs = 100;

export type SessionEvent =
  | { readonly type: 'opened' }
  /** The other side said hello in our epoch. */
  | { readonly type: 'greeted' }
  /** No connection, or one that was not understood. */
  | { readonly type: 'failed' }
  | { readonly type: 'retry.due' }
  | { readonly type: 'lost' }
  /** The hands are gone for good, or are no longer wanted. */
  | { readonly type: 'closed' };

export type SessionEffect =
  | { readonly type: 'connect' }
  | { readonly type: 'markUp' }
  | { readonly type: 'markDown' };

export const sessionMachine = setup({
  types: {
    events: {} as SessionEvent,
    emitted: {} as SessionEffect,
    meta: {} as { readonly rule: string },
  },
  actions: {
    connect: emit({ type: 'connect' }),
    markUp: emit({ type: 'markUp' }),
    markDown: emit({ type: 'markDown' }),
    awaitRetry: raise({ type: 'retry.due' }, { delay: 'retry', id: 'retry' }),
    forgetRetry: cancel('retry'),
  },
  delays: { retry: retryMs },
}).createMachine({
  id: 'session',
  initial: 'idle',
  states: {
    idle: {
      on: {
        opened: {
          target: 'connecting',
          actions: ['connect'],
          meta: { rule: 'kernel 7.5 connect' },
        },
        closed: { target: 'over', meta: { rule: 'kernel 7.5 close' } },
      },
    },
    connecting: {
      on: {
        greeted: { target: 'up', actions: ['markUp'], meta: { rule: 'kernel 7.5 connect' } },
        failed: { target: 'waiting', meta: { rule: 'kernel 7.5 reconnect' } },
        closed: { target: 'over', meta: { rule: 'kernel 7.5 close' } },
      },
    },
    waiting: {
      entry: ['awaitRetry'],
      exit: ['forgetRetry'],
      on: {
        'retry.due': {
          target: 'connecting',
          actions: ['connect'],
          meta: { rule: 'kernel 7.5 reconnect' },
        },
        closed: { target: 'over', meta: { rule: 'kernel 7.5 close' } },
      },
    },
    up: {
      on: {
        lost: {
          target: 'connecting',
          actions: ['markDown', 'connect'],
          meta: { rule: 'kernel 7.5 reconnect' },
        },
        closed: { target: 'over', meta: { rule: 'kernel 7.5 close' } },
      },
    },
    over: { type: 'final' },
  },
});
