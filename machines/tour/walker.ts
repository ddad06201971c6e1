/**
 * A machine on a walk: it is sent letters, and tells the state it came to, the effects it
 * emitted, in order, the rules of the transitions it took, and the waits it keeps.
 *
 * @spec reliability simulation
 */
import { type AnyStateMachine, createActor } from 'xstate';
import type { Letter } from './graph.ts';
import { partsOf, stateValueOf } from './parts.ts';
import { createStepClock } from './step-clock.ts';

/** What one event led to. */
export interface Outcome {
  /** One `region.state` per region, or the one state. */
  readonly parts: readonly string[];
  /** Types that the machine emitted, in order. */
  readonly effects: readonly string[];
  /** `meta.rule` of the transitions taken, in order. */
  readonly rules: readonly string[];
  /** Lengths of the pending waits in milliseconds, shortest first. */
  readonly timers: readonly number[];
}

export interface Walker {
  parts(): readonly string[];
  timers(): readonly number[];
  active(): boolean;
  send(letter: Letter): Outcome;
  /** Lets time pass instead of sending anything. */
  wait(ms: number): Outcome;
}

/** Starts in the initial state, or in the one given, which then has no waits pending. */
export function startWalker(machine: AnyStateMachine, from?: readonly string[]): Walker {
  const clock = createStepClock();
  let effects: string[] = [];
  let rules: string[] = [];
  const restored = from
    ? {
        snapshot: machine.getPersistedSnapshot(
          machine.resolveState({ value: stateValueOf(from), context: {} }),
        ),
      }
    : {};
  const actor = createActor(machine, {
    ...restored,
    clock,
    inspect(inspected) {
      if (inspected.type !== '@xstate.microstep') return;
      for (const { meta } of inspected._transitions) {
        if (typeof meta?.rule === 'string') rules.push(meta.rule);
      }
    },
  });
  actor.on('*', (effect: { readonly type: string }) => effects.push(effect.type));
  actor.start();

  const parts = () => partsOf(actor.getSnapshot().value);

  function observe(act: () => void): Outcome {
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
