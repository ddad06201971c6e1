/**
 * A machine alive in a test: it is sent letters, and tells the state it came to, the effects
 * it emitted, in order, the rules of the transitions it took, and the waits it keeps.
 */
import { type AnyStateMachine, createActor } from 'xstate';
import type { Letter } from './graph.ts';
import { partsOf, type Step, stateOf } from './rules.ts';
import { createVirtualClock } from './virtual-clock.ts';

export interface Walker {
  parts(): readonly string[];
  timers(): readonly number[];
  active(): boolean;
  send(letter: Letter): Step;
  /** Lets time pass instead of sending anything. */
  wait(ms: number): Step;
}

/** Starts in the initial state, or in the one given, which then has no waits pending. */
export function startWalker(machine: AnyStateMachine, from?: readonly string[]): Walker {
  const clock = createVirtualClock();
  let effects: string[] = [];
  let rules: string[] = [];
  const restored = from
    ? {
        snapshot: machine.getPersistedSnapshot(
          machine.resolveState({ value: stateOf(from), context: {} }),
        ),
      }
    : {};
  const actor = createActor(machine, {
    ...restored,
    clock,
    inspect(inspected) {
      if (inspected.type !== '@xstate.microstep') return;
      for (const { meta } of inspected._transitions) rules.push(String(meta?.rule));
    },
  });
  actor.on('*', (effect: { readonly type: string }) => effects.push(effect.type));
  actor.start();

  const parts = () => partsOf(actor.getSnapshot().value);

  function observe(act: () => void): Step {
    effects = [];
    rules = [];
    act();
    return { parts: parts(), effects, rules, timers: clock.pending() };
  }

  return {
    parts,
    timers: clock.pending,
    active: () => actor.getSnapshot().status === 'active',
    send: (letter) => observe(() => actor.send(letter.event)),
    wait: (ms) => observe(() => clock.advance(ms)),
  };
}
