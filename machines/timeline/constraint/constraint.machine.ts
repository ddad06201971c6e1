/**
 * The five focusing steps of the Theory of Constraints. Identify the constraint; exploit it, by
 * keeping it as busy as the plan asks; subordinate the rest to it; where that does not relieve it,
 * say so, since only more of it would help; and when it is another, begin again. What is found and
 * what gives way is judged beside the machine (`drum.ts`, `rules.ts`).
 *
 * @spec timeline phase 3
 */
import { emit, setup } from 'xstate';

export type ConstraintEvent =
  | { readonly type: 'bottleneck.named' }
  | { readonly type: 'bottleneck.moved' }
  | { readonly type: 'rule.applied' }
  | { readonly type: 'rules.released' }
  | { readonly type: 'relief.overdue' }
  | { readonly type: 'tick' };

export type ConstraintEffect = { readonly type: 'announceStep' };

export const constraintMachine = setup({
  types: {
    events: {} as ConstraintEvent,
    emitted: {} as ConstraintEffect,
    meta: {} as { readonly rule: string },
  },
  actions: { announceStep: emit({ type: 'announceStep' }) },
}).createMachine({
  id: 'constraint',
  initial: 'identify',
  states: {
    identify: {
      on: {
        'bottleneck.named': {
          target: 'exploit',
          actions: ['announceStep'],
          meta: { rule: 'constraint-is-identified-first' },
        },
      },
    },
    exploit: {
      on: {
        'rule.applied': {
          target: 'subordinate',
          actions: ['announceStep'],
          meta: { rule: 'constraint-subordinates-the-rest' },
        },
        'bottleneck.moved': {
          target: 'repeat',
          actions: ['announceStep'],
          meta: { rule: 'constraint-that-moved-begins-again' },
        },
      },
    },
    subordinate: {
      on: {
        'rules.released': {
          target: 'exploit',
          actions: ['announceStep'],
          meta: { rule: 'constraint-lets-go-afterwards' },
        },
        'relief.overdue': {
          target: 'elevate',
          actions: ['announceStep'],
          meta: { rule: 'constraint-not-relieved-is-elevated' },
        },
        'bottleneck.moved': {
          target: 'repeat',
          actions: ['announceStep'],
          meta: { rule: 'constraint-that-moved-begins-again' },
        },
      },
    },
    // Nothing of ours is left to give way; what helps now is more of the resource itself.
    elevate: {
      on: {
        'rules.released': {
          target: 'repeat',
          actions: ['announceStep'],
          meta: { rule: 'constraint-that-broke-begins-again' },
        },
        'bottleneck.moved': {
          target: 'repeat',
          actions: ['announceStep'],
          meta: { rule: 'constraint-that-moved-begins-again' },
        },
      },
    },
    repeat: {
      on: {
        tick: {
          target: 'identify',
          actions: ['announceStep'],
          meta: { rule: 'constraint-is-looked-for-again' },
        },
      },
    },
  },
});
