/**
 * Whether the target is well again after the last stress. While stress lasts nothing is looked at;
 * then it has so long to be well, which is looked for at every tick. What being well means is judged
 * beside the machine (`well.ts`); how long it has comes as an event (`within.elapsed`).
 *
 * @spec timeline phase 2
 */
import { emit, setup } from 'xstate';

export type RecoveryEvent =
  | { readonly type: 'stress.ended' }
  | { readonly type: 'well.seen' }
  | { readonly type: 'within.elapsed' }
  | { readonly type: 'target.gone' }
  | { readonly type: 'run.cut' };

export type RecoveryEffect =
  | { readonly type: 'announceAwaited' }
  | { readonly type: 'announceRecovered' }
  | { readonly type: 'announceMissed' };

export const recoveryMachine = setup({
  types: {
    events: {} as RecoveryEvent,
    emitted: {} as RecoveryEffect,
    meta: {} as { readonly rule: string },
  },
  actions: {
    announceAwaited: emit({ type: 'announceAwaited' }),
    announceRecovered: emit({ type: 'announceRecovered' }),
    announceMissed: emit({ type: 'announceMissed' }),
  },
}).createMachine({
  id: 'recovery',
  initial: 'stressed',
  states: {
    stressed: {
      on: {
        'stress.ended': {
          target: 'ailing',
          actions: ['announceAwaited'],
          meta: { rule: 'recovery-begins-with-the-end-of-stress' },
        },
        'target.gone': {
          target: 'lost',
          actions: ['announceMissed'],
          meta: { rule: 'recovery-needs-a-target' },
        },
        'run.cut': { target: 'cut', meta: { rule: 'recovery-of-a-cut-run-is-not-waited-for' } },
      },
    },
    ailing: {
      on: {
        'well.seen': {
          target: 'well',
          actions: ['announceRecovered'],
          meta: { rule: 'recovery-is-told' },
        },
        'within.elapsed': {
          target: 'overdue',
          actions: ['announceMissed'],
          meta: { rule: 'recovery-has-a-limit' },
        },
        'target.gone': {
          target: 'lost',
          actions: ['announceMissed'],
          meta: { rule: 'recovery-needs-a-target' },
        },
        'run.cut': { target: 'cut', meta: { rule: 'recovery-of-a-cut-run-is-not-waited-for' } },
      },
    },
    well: { type: 'final' },
    overdue: { type: 'final' },
    lost: { type: 'final' },
    cut: { type: 'final' },
  },
});
