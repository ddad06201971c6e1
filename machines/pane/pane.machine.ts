/**
 * One pane as the ledger of its state vector: what it is busy with, its gates, its link. The
 * arbiters beside it (focus, link, injection, resize, safe mode) decide; this machine remembers.
 *
 * @spec kernel 4 4.1 4.2 9.4
 */
import { cancel, raise, setup, stateIn } from 'xstate';
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
  guards: {
    bridgeIsUp: stateIn({ bridge: 'up' }),
    ptyIsUp: stateIn({ pty: 'up' }),
  },
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
      initial: 'off',
      states: {
        off: { on: { 'safemode.entered': { target: 'on', meta: { rule: 'kernel 5.4 enter' } } } },
        on: { on: { 'safemode.exited': { target: 'off', meta: { rule: 'kernel 5.4 exit' } } } },
      },
    },
    bridge: {
      initial: 'up',
      states: {
        up: { on: { 'bridge.lost': { target: 'down', meta: { rule: 'kernel 4.2 rule 5' } } } },
        down: { on: { 'bridge.restored': { target: 'up', meta: { rule: 'kernel 4.2 rule 5' } } } },
      },
    },
    pty: {
      initial: 'up',
      states: {
        up: { on: { 'pty.lost': { target: 'down', meta: { rule: 'kernel 4.2 rule 5' } } } },
        down: { on: { 'pty.restored': { target: 'up', meta: { rule: 'kernel 4.2 rule 5' } } } },
      },
    },
    link: {
      initial: 'up',
      states: {
        up: {
          on: {
            'bridge.lost': { target: 'recovering', meta: { rule: 'kernel 4.2 rule 5' } },
            'pty.lost': { target: 'recovering', meta: { rule: 'kernel 4.2 rule 5' } },
          },
        },
        recovering: {
          on: {
            'bridge.restored': {
              guard: 'ptyIsUp',
              target: 'up',
              meta: { rule: 'kernel 4.2 rule 5' },
            },
            'pty.restored': {
              guard: 'bridgeIsUp',
              target: 'up',
              meta: { rule: 'kernel 4.2 rule 5' },
            },
            'recovery.failed': { target: 'error', meta: { rule: 'kernel 4.2 rule 5 failed' } },
          },
        },
        error: {
          on: {
            'bridge.restored': {
              guard: 'ptyIsUp',
              target: 'up',
              meta: { rule: 'kernel 4.2 rule 5' },
            },
            'pty.restored': {
              guard: 'bridgeIsUp',
              target: 'up',
              meta: { rule: 'kernel 4.2 rule 5' },
            },
          },
        },
      },
    },
  },
});

type PaneValue = {
  readonly operation: 'none' | 'injection' | 'resize';
  readonly focus: 'free' | 'locked';
  readonly compaction: StateVector['gates']['compacting'];
  readonly safeMode: 'off' | 'on';
  readonly bridge: 'up' | 'down';
  readonly pty: 'up' | 'down';
  readonly link: 'up' | 'recovering' | 'error';
};

const activityOf = { none: 'idle', injection: 'injecting', resize: 'resizing' } as const;

/** The vector that a state of the machine stands for. A lost link outweighs the operation. */
export function vectorOf(value: unknown): StateVector {
  const { operation, focus, compaction, safeMode, bridge, pty, link } = value as PaneValue;
  return {
    activity: link === 'up' ? activityOf[operation] : link,
    gates: {
      focusLocked: focus === 'locked',
      compacting: compaction,
      safeMode: safeMode === 'on',
    },
    connectivity: { bridge, pty },
  };
}
