/**
 * The weather of a pane: calm, or a storm of resize wishes. A storm is told once, when it begins;
 * it is over when no more came for a while. Wishes are counted beside this machine.
 *
 * @spec kernel 3.3 8.1
 */
import { cancel, emit, raise, setup } from 'xstate';

/** Wishes within a second that make a storm; a dragged window sends up to 60. */
export const stormCount = 20;
export const stormWindowMs = 1_000;

export type StormEvent =
  /** The count was reached, or is still reached. */
  { readonly type: 'wishes.stormed' } | { readonly type: 'storm.passed' };

export type StormEffect = { readonly type: 'announceStorm' };

export const stormMachine = setup({
  types: {
    events: {} as StormEvent,
    emitted: {} as StormEffect,
    meta: {} as { readonly rule: string },
  },
  actions: {
    announceStorm: emit({ type: 'announceStorm' }),
    awaitCalm: raise({ type: 'storm.passed' }, { delay: 'stormWindow', id: 'storm' }),
    forgetCalm: cancel('storm'),
  },
  delays: { stormWindow: stormWindowMs },
}).createMachine({
  id: 'storm',
  initial: 'calm',
  states: {
    calm: {
      on: {
        'wishes.stormed': {
          target: 'stormy',
          actions: ['announceStorm'],
          meta: { rule: 'kernel 8.1 class 5' },
        },
      },
    },
    stormy: {
      entry: ['awaitCalm'],
      exit: ['forgetCalm'],
      on: {
        'wishes.stormed': {
          target: 'stormy',
          reenter: true,
          meta: { rule: 'kernel 8.1 class 5' },
        },
        'storm.passed': { target: 'calm', meta: { rule: 'kernel 8.1 class 5' } },
      },
    },
  },
});
