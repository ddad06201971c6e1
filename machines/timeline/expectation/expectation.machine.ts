/**
 * One expectation over a run. What is seen at a tick leaves it open (`true.seen`, `false.seen`) or
 * decides it (`proof.seen`, `breach.seen`); which of them, its kind says. When the run is over, what
 * was seen last decides; a run that was cut short decides nothing.
 *
 * @spec timeline phase 2
 */
import { emit, setup } from 'xstate';

export type ExpectationEvent =
  | { readonly type: 'true.seen' }
  | { readonly type: 'false.seen' }
  | { readonly type: 'proof.seen' }
  | { readonly type: 'breach.seen' }
  | { readonly type: 'run.over' }
  | { readonly type: 'run.cut' };

export type ExpectationEffect = { readonly type: 'announceJudged' };

export const expectationMachine = setup({
  types: {
    events: {} as ExpectationEvent,
    emitted: {} as ExpectationEffect,
    meta: {} as { readonly rule: string },
  },
  actions: { announceJudged: emit({ type: 'announceJudged' }) },
}).createMachine({
  id: 'expectation',
  initial: 'unseen',
  states: {
    unseen: {
      on: {
        'true.seen': { target: 'holding', meta: { rule: 'expectation-follows-what-is-seen' } },
        'false.seen': { target: 'failing', meta: { rule: 'expectation-follows-what-is-seen' } },
        'proof.seen': {
          target: 'kept',
          actions: ['announceJudged'],
          meta: { rule: 'expectation-once-proved-is-kept' },
        },
        'breach.seen': {
          target: 'broken',
          actions: ['announceJudged'],
          meta: { rule: 'expectation-once-breached-is-broken' },
        },
        'run.over': {
          target: 'unavailable',
          actions: ['announceJudged'],
          meta: { rule: 'expectation-of-what-was-never-seen-is-unavailable' },
        },
        'run.cut': {
          target: 'unjudged',
          actions: ['announceJudged'],
          meta: { rule: 'expectation-of-a-cut-run-is-unjudged' },
        },
      },
    },
    holding: {
      on: {
        'false.seen': { target: 'failing', meta: { rule: 'expectation-follows-what-is-seen' } },
        'proof.seen': {
          target: 'kept',
          actions: ['announceJudged'],
          meta: { rule: 'expectation-once-proved-is-kept' },
        },
        'breach.seen': {
          target: 'broken',
          actions: ['announceJudged'],
          meta: { rule: 'expectation-once-breached-is-broken' },
        },
        'run.over': {
          target: 'kept',
          actions: ['announceJudged'],
          meta: { rule: 'expectation-is-what-was-seen-last' },
        },
        'run.cut': {
          target: 'unjudged',
          actions: ['announceJudged'],
          meta: { rule: 'expectation-of-a-cut-run-is-unjudged' },
        },
      },
    },
    failing: {
      on: {
        'true.seen': { target: 'holding', meta: { rule: 'expectation-follows-what-is-seen' } },
        'proof.seen': {
          target: 'kept',
          actions: ['announceJudged'],
          meta: { rule: 'expectation-once-proved-is-kept' },
        },
        'breach.seen': {
          target: 'broken',
          actions: ['announceJudged'],
          meta: { rule: 'expectation-once-breached-is-broken' },
        },
        'run.over': {
          target: 'broken',
          actions: ['announceJudged'],
          meta: { rule: 'expectation-is-what-was-seen-last' },
        },
        'run.cut': {
          target: 'unjudged',
          actions: ['announceJudged'],
          meta: { rule: 'expectation-of-a-cut-run-is-unjudged' },
        },
      },
    },
    kept: { type: 'final' },
    broken: { type: 'final' },
    unavailable: { type: 'final' },
    unjudged: { type: 'final' },
  },
});
