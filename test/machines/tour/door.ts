/**
 * A small machine for the tests of the walkers: nested, parallel, with a guard, a wait and an end.
 */
import { cancel, emit, raise, setup } from 'xstate';

type DoorEvent =
  | { readonly type: 'knock'; readonly twice: boolean }
  | { readonly type: 'close' }
  | { readonly type: 'tired' }
  | { readonly type: 'dark' };

export const doorMachine = setup({
  types: {
    events: {} as DoorEvent,
    emitted: {} as { readonly type: 'creak' } | { readonly type: 'slam' },
    meta: {} as { readonly rule: string },
  },
  guards: { insists: ({ event }) => event.type === 'knock' && event.twice },
  actions: {
    creak: emit({ type: 'creak' }),
    slam: emit({ type: 'slam' }),
    wait: raise({ type: 'tired' }, { delay: 'patience', id: 'patience' }),
    forget: cancel('patience'),
  },
  delays: { patience: 250 },
}).createMachine({
  id: 'door',
  type: 'parallel',
  states: {
    leaf: {
      initial: 'shut',
      states: {
        shut: {
          on: {
            knock: {
              guard: 'insists',
              target: 'open',
              actions: ['creak'],
              meta: { rule: 'opens' },
            },
          },
        },
        open: {
          initial: 'wide',
          entry: ['wait'],
          exit: ['forget'],
          on: { tired: { target: 'gone', actions: ['slam'], meta: { rule: 'tires' } } },
          states: {
            wide: { on: { close: { target: 'ajar', meta: { rule: 'closes slowly' } } } },
            ajar: { on: { close: { target: '#door.leaf.shut', actions: ['creak', 'slam'] } } },
          },
        },
        gone: { type: 'final' },
      },
    },
    lamp: {
      initial: 'off',
      states: { off: { on: { dark: { target: 'on', meta: { rule: 'lights' } } } }, on: {} },
    },
  },
});

export const doorLetters = [
  { name: 'knock', event: { type: 'knock', twice: false } },
  { name: 'knock knock', event: { type: 'knock', twice: true } },
  { name: 'close', event: { type: 'close' } },
  { name: 'tired', event: { type: 'tired' } },
  { name: 'dark', event: { type: 'dark' } },
] as const;
