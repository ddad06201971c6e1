/**
 * One pane as the ledger of its state vector: what it is busy with, its gates, its link. The
 * arbiters beside it (focus, link, injection, resize, safe mode) decide; this machine remembers.
 *
 * @spec kernel 4 4.1 4.2 9.4
 */
import { cancel, raise, setup } from 'xstate';
import type { StateVector } from '../kernel/state-vector.ts';

/** After a compaction its output still flutters; the queue stays held for so long. */
export const cooldownMs = 1_500;

export type PaneEvent =
  | { readonly type: 'injection.began' }
  | { readonly type: 'injection.ended' }
  | { readonly type: 'resize.began' }
  | { readonly type: 'resize.ended' }
  | { readonly type: 'focus.locked' }
  | { readonly type: 'focus.released' }
  | { readonly type: 'compaction.suspected' }
  | { readonly type: 'compaction.started' }
  | { readonly type: 'compaction.ended' }
  | { readonly type: 'compaction.cooled' }
  | { readonly type: 'safemode.entered' }
  | { readonly type: 'safemode.exited' }
  | { readonly type: 'bridge.lost' }
  | { readonly type: 'bridge.restored' }
  | { readonly type: 'pty.lost' }
  | { readonly type: 'pty.restored' }
  | { readonly type: 'recovery.failed' };

export const paneMachine = setup({
  types: { events: {} as PaneEvent, meta: {} as { readonly rule: string } },
  actions: {
    startCooling: raise({ type: 'compaction.cooled' }, { delay: 'cooldown', id: 'cooldown' }),
    forgetCooling: cancel('cooldown'),
  },
  delays: { cooldown: cooldownMs },
}).createMachine({
  id: 'pane',
  type: 'parallel',
  states: {
    operation: {
      initial: 'none',
      states: {
        none: {
          on: {
            'injection.began': { target: 'injection', meta: { rule: 'kernel 4.2 rule 2' } },
            'resize.began': { target: 'resize', meta: { rule: 'kernel 4.2 rule 4' } },
          },
        },
        injection: {
          on: { 'injection.ended': { target: 'none', meta: { rule: 'kernel 4.2 rule 3' } } },
        },
        resize: {
          on: { 'resize.ended': { target: 'none', meta: { rule: 'kernel 4.2 rule 4' } } },
        },
      },
    },
    focus: {
      initial: 'free',
      states: {
        free: { on: { 'focus.locked': { target: 'locked', meta: { rule: 'kernel 4.2 rule 1' } } } },
        locked: {
          on: { 'focus.released': { target: 'free', meta: { rule: 'kernel 4.2 rule 1' } } },
        },
      },
    },
    compaction: {
      initial: 'none',
      states: {
        none: {
          on: {
            'compaction.suspected': { target: 'suspected', meta: { rule: 'kernel 9.4 suspect' } },
            'compaction.started': { target: 'confirmed', meta: { rule: 'kernel 9.4 confirm' } },
          },
        },
        suspected: {
          on: {
            'compaction.started': { target: 'confirmed', meta: { rule: 'kernel 9.4 confirm' } },
            'compaction.ended': { target: 'none', meta: { rule: 'kernel 9.4 unfounded' } },
          },
        },
        confirmed: {
          on: {
            'compaction.ended': { target: 'cooldown', meta: { rule: 'kernel 9.4 end' } },
          },
        },
        cooldown: {
          entry: ['startCooling'],
          exit: ['forgetCooling'],
          on: {
            'compaction.cooled': { target: 'none', meta: { rule: 'kernel 9.4 cooled' } },
            'compaction.suspected': { target: 'suspected', meta: { rule: 'kernel 9.4 renewed' } },
            'compaction.started': { target: 'confirmed', meta: { rule: 'kernel 9.4 renewed' } },
          },
        },
      },
    },
    safeMode: {
      initial: 'normal',
      states: {
        normal: {
          on: { 'safemode.entered': { target: 'safe', meta: { rule: 'kernel 5.4 enter' } } },
        },
        safe: {
          on: { 'safemode.exited': { target: 'normal', meta: { rule: 'kernel 5.4 exit' } } },
        },
      },
    },
    link: {
      initial: 'up',
      states: {
        up: {
          on: {
            'bridge.lost': { target: 'bridgeLost', meta: { rule: 'kernel 4.2 rule 5 lost' } },
            'pty.lost': { target: 'ptyLost', meta: { rule: 'kernel 4.2 rule 5 lost' } },
          },
        },
        bridgeLost: {
          on: {
            'bridge.restored': { target: 'up', meta: { rule: 'kernel 4.2 rule 5 restored' } },
            'pty.lost': { target: 'bothLost', meta: { rule: 'kernel 4.2 rule 5 lost' } },
            'recovery.failed': {
              target: 'bridgeFailed',
              meta: { rule: 'kernel 4.2 rule 5 failed' },
            },
          },
        },
        ptyLost: {
          on: {
            'pty.restored': { target: 'up', meta: { rule: 'kernel 4.2 rule 5 restored' } },
            'bridge.lost': { target: 'bothLost', meta: { rule: 'kernel 4.2 rule 5 lost' } },
            'recovery.failed': { target: 'ptyFailed', meta: { rule: 'kernel 4.2 rule 5 failed' } },
          },
        },
        bothLost: {
          on: {
            'bridge.restored': { target: 'ptyLost', meta: { rule: 'kernel 4.2 rule 5 restored' } },
            'pty.restored': { target: 'bridgeLost', meta: { rule: 'kernel 4.2 rule 5 restored' } },
            'recovery.failed': { target: 'bothFailed', meta: { rule: 'kernel 4.2 rule 5 failed' } },
          },
        },
        bridgeFailed: {
          on: {
            'bridge.restored': { target: 'up', meta: { rule: 'kernel 4.2 rule 5 restored' } },
            'pty.lost': { target: 'bothFailed', meta: { rule: 'kernel 4.2 rule 5 lost' } },
          },
        },
        ptyFailed: {
          on: {
            'pty.restored': { target: 'up', meta: { rule: 'kernel 4.2 rule 5 restored' } },
            'bridge.lost': { target: 'bothFailed', meta: { rule: 'kernel 4.2 rule 5 lost' } },
          },
        },
        bothFailed: {
          on: {
            'bridge.restored': {
              target: 'ptyFailed',
              meta: { rule: 'kernel 4.2 rule 5 restored' },
            },
            'pty.restored': {
              target: 'bridgeFailed',
              meta: { rule: 'kernel 4.2 rule 5 restored' },
            },
          },
        },
      },
    },
  },
});

interface PaneValue {
  readonly operation: 'none' | 'injection' | 'resize';
  readonly focus: 'free' | 'locked';
  readonly compaction: StateVector['gates']['compacting'];
  readonly safeMode: 'normal' | 'safe';
  readonly link: keyof typeof connectivityOf;
}

const activityOf = { none: 'idle', injection: 'injecting', resize: 'resizing' } as const;

const connectivityOf = {
  up: { bridge: 'up', pty: 'up' },
  bridgeLost: { bridge: 'down', pty: 'up' },
  ptyLost: { bridge: 'up', pty: 'down' },
  bothLost: { bridge: 'down', pty: 'down' },
  bridgeFailed: { bridge: 'down', pty: 'up' },
  ptyFailed: { bridge: 'up', pty: 'down' },
  bothFailed: { bridge: 'down', pty: 'down' },
} as const;

/** The vector that a state of the machine stands for. A lost link outweighs the operation. */
export function vectorOf(value: unknown): StateVector {
  const { operation, focus, compaction, safeMode, link } = value as PaneValue;
  return {
    activity:
      link === 'up' ? activityOf[operation] : link.endsWith('Failed') ? 'error' : 'recovering',
    gates: {
      focusLocked: focus === 'locked',
      compacting: compaction,
      safeMode: safeMode === 'safe',
    },
    connectivity: { ...connectivityOf[link] },
  };
}
