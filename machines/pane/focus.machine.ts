/**
 * Who holds the focus of a pane. The user comes before any agent and is never displaced; between
 * agents the holder stays. Typing is a lock that ends with the typing; a lock that the user took
 * explicitly ends only explicitly. Which agent it is, is kept beside this machine.
 *
 * @spec kernel 3.2 8
 */
import { emit, setup } from 'xstate';

export type FocusEvent =
  | { readonly type: 'user.locked' }
  | { readonly type: 'user.released' }
  | { readonly type: 'user.typed' }
  | { readonly type: 'user.idled' }
  | { readonly type: 'agent.claimed' }
  /** Another agent than the holder. */
  | { readonly type: 'rival.claimed' }
  /** The same, in the very instant in which the holder got it. */
  | { readonly type: 'rival.collided' }
  | { readonly type: 'agent.released' };

export type FocusEffect =
  | { readonly type: 'lockForUser' }
  | { readonly type: 'releaseUser' }
  | { readonly type: 'lockForAgent' }
  | { readonly type: 'releaseAgent' }
  | { readonly type: 'requestArbitration' }
  | { readonly type: 'resolveForClaimant' }
  | { readonly type: 'resolveForHolder' }
  | { readonly type: 'announceConflict' }
  | { readonly type: 'blockSteal' };

export const focusMachine = setup({
  types: {
    events: {} as FocusEvent,
    emitted: {} as FocusEffect,
    meta: {} as { readonly rule: string },
  },
  actions: {
    lockForUser: emit({ type: 'lockForUser' }),
    releaseUser: emit({ type: 'releaseUser' }),
    lockForAgent: emit({ type: 'lockForAgent' }),
    releaseAgent: emit({ type: 'releaseAgent' }),
    requestArbitration: emit({ type: 'requestArbitration' }),
    resolveForClaimant: emit({ type: 'resolveForClaimant' }),
    resolveForHolder: emit({ type: 'resolveForHolder' }),
    announceConflict: emit({ type: 'announceConflict' }),
    blockSteal: emit({ type: 'blockSteal' }),
  },
}).createMachine({
  id: 'focus',
  initial: 'free',
  states: {
    free: {
      on: {
        'user.locked': {
          target: 'user',
          actions: ['lockForUser'],
          meta: { rule: 'kernel 3.2 lock' },
        },
        'user.typed': {
          target: 'typing',
          actions: ['lockForUser'],
          meta: { rule: 'kernel 8 item 16' },
        },
        'agent.claimed': {
          target: 'agent',
          actions: ['lockForAgent'],
          meta: { rule: 'kernel 3.2 lock' },
        },
      },
    },
    agent: {
      on: {
        'user.locked': {
          target: 'user',
          actions: ['requestArbitration', 'resolveForClaimant', 'releaseAgent', 'lockForUser'],
          meta: { rule: 'kernel 8 item 22' },
        },
        'user.typed': {
          target: 'typing',
          actions: ['requestArbitration', 'resolveForClaimant', 'releaseAgent', 'lockForUser'],
          meta: { rule: 'kernel 8 item 22' },
        },
        'rival.claimed': {
          actions: ['requestArbitration', 'resolveForHolder'],
          meta: { rule: 'kernel 3.2 arbitration' },
        },
        'rival.collided': {
          actions: ['requestArbitration', 'announceConflict'],
          meta: { rule: 'kernel 3.2 conflict' },
        },
        'agent.released': {
          target: 'free',
          actions: ['releaseAgent'],
          meta: { rule: 'kernel 3.2 release' },
        },
      },
    },
    typing: {
      on: {
        'user.idled': {
          target: 'free',
          actions: ['releaseUser'],
          meta: { rule: 'kernel 8 item 16' },
        },
        'user.released': {
          target: 'free',
          actions: ['releaseUser'],
          meta: { rule: 'kernel 3.2 release' },
        },
        'user.locked': { target: 'user', meta: { rule: 'kernel 3.2 lock' } },
        'agent.claimed': {
          actions: ['requestArbitration', 'blockSteal', 'resolveForHolder'],
          meta: { rule: 'kernel 8 item 22' },
        },
      },
    },
    user: {
      on: {
        'user.released': {
          target: 'free',
          actions: ['releaseUser'],
          meta: { rule: 'kernel 3.2 release' },
        },
        'agent.claimed': {
          actions: ['requestArbitration', 'blockSteal', 'resolveForHolder'],
          meta: { rule: 'kernel 8 item 22' },
        },
      },
    },
  },
});
