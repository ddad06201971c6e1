/**
 * One input of the timeline, from planned to settled or skipped. Once the kernel was asked, the
 * injection has exactly one end, and the input waits for it. When the run is over, one that is
 * being submitted is given a little time, and then whatever is left is cut off, which gives it an
 * end too.
 *
 * @spec timeline execution semantics
 */
import { cancel, emit, raise, setup } from 'xstate';

/** A submit is verified within 5 s, or never; a little more, for the word to come through. */
export const endPatienceMs = 6_000;

export type InputMachineEvent =
  | { readonly type: 'start.due' }
  | { readonly type: 'injection.ended' }
  | { readonly type: 'stop.requested' }
  /** It waits for a gate, and the run will not last until that opens. */
  | { readonly type: 'wait.refused' }
  | { readonly type: 'end.overdue' };

export type InputEffect =
  | { readonly type: 'askKernel' }
  | { readonly type: 'considerEnd' }
  | { readonly type: 'cutOff' }
  | { readonly type: 'announceSettled' }
  | { readonly type: 'announceSkipped' };

export const inputMachine = setup({
  types: {
    events: {} as InputMachineEvent,
    emitted: {} as InputEffect,
    meta: {} as { readonly rule: string },
  },
  actions: {
    askKernel: emit({ type: 'askKernel' }),
    considerEnd: emit({ type: 'considerEnd' }),
    cutOff: emit({ type: 'cutOff' }),
    announceSettled: emit({ type: 'announceSettled' }),
    announceSkipped: emit({ type: 'announceSkipped' }),
    awaitEnd: raise({ type: 'end.overdue' }, { delay: 'endPatience', id: 'end.overdue' }),
    forgetEnd: cancel('end.overdue'),
  },
  delays: { endPatience: endPatienceMs },
}).createMachine({
  id: 'input',
  initial: 'pending',
  states: {
    pending: {
      on: {
        'start.due': {
          target: 'asked',
          actions: ['askKernel'],
          meta: { rule: 'input-goes-through-the-kernel' },
        },
        'stop.requested': {
          target: 'skipped',
          actions: ['announceSkipped'],
          meta: { rule: 'input-not-asked-is-skipped' },
        },
      },
    },
    asked: {
      on: {
        'injection.ended': {
          target: 'settled',
          actions: ['announceSettled'],
          meta: { rule: 'input-ends-as-its-injection' },
        },
        'stop.requested': {
          target: 'closing',
          actions: ['considerEnd'],
          meta: { rule: 'input-has-a-little-time' },
        },
      },
    },
    closing: {
      entry: ['awaitEnd'],
      exit: ['forgetEnd'],
      on: {
        'injection.ended': {
          target: 'settled',
          actions: ['announceSettled'],
          meta: { rule: 'input-ends-as-its-injection' },
        },
        'wait.refused': {
          target: 'cut',
          actions: ['cutOff'],
          meta: { rule: 'input-is-never-lost' },
        },
        'end.overdue': {
          target: 'cut',
          actions: ['cutOff'],
          meta: { rule: 'input-is-never-lost' },
        },
      },
    },
    // The kernel gives every injection that it still has an end.
    cut: {
      on: {
        'injection.ended': {
          target: 'settled',
          actions: ['announceSettled'],
          meta: { rule: 'input-ends-as-its-injection' },
        },
      },
    },
    settled: { type: 'final' },
    skipped: { type: 'final' },
  },
});
