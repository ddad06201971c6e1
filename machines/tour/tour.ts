/**
 * Tours and probes of a machine, as plain data: what to send, and what must come of it. A tour
 * takes every transition of every reachable state; a probe sends a state what it must ignore. What
 * is expected comes from walking the machine itself, so they prove that a system keeps to its
 * model, not that the model is right.
 *
 * @spec reliability simulation
 */
import type { AnyStateMachine } from 'xstate';
import { explore, type Letter, lettersOf, shortestWays } from './graph.ts';
import { type Route, routesOf } from './routes.ts';
import { type Outcome, startWalker } from './walker.ts';

/** One event of a tour, and what it must lead to. */
export interface Step {
  readonly letter: Letter;
  /** The state before: one `region.state` per region, or the one state. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Types that must be emitted, in order. */
  readonly effects: readonly string[];
  /** `meta.rule` of the transitions taken, in order; those without a rule are left out. */
  readonly rules: readonly string[];
  /** Lengths of the waits that are pending afterwards, in milliseconds, shortest first. */
  readonly waitsMs: readonly number[];
}

/** Steps from the initial state on. */
export type Path = readonly Step[];

/** A state, the shortest path to it, and every letter that must change and emit nothing there. */
export interface Probe {
  readonly state: readonly string[];
  readonly way: Path;
  readonly ignored: readonly Letter[];
}

/**
 * Paths that together take every transition of every reachable state, each from the initial state
 * and of at most 60 steps, as far as the way to a single transition is not longer.
 *
 * @param letters the machine's alphabet; by default one event without payload for each type.
 * @throws Error for a machine with `after` or `invoke`: name the wait and raise it as an event.
 */
export function tourOf(
  machine: AnyStateMachine,
  letters: readonly Letter[] = alphabetOf(machine),
): readonly Path[] {
  return routesOf(explore(machine, letters)).map((route) => walked(machine, route));
}

/** A probe for every reachable state that ignores anything; a final state ignores everything. */
export function probesOf(
  machine: AnyStateMachine,
  letters: readonly Letter[] = alphabetOf(machine),
): readonly Probe[] {
  const graph = explore(machine, letters);
  return [...shortestWays(graph)].flatMap(([key, way]) => {
    const answered = new Set(graph.nodes.get(key)?.edges.map(({ letter }) => letter.name));
    const ignored = letters.filter(({ name }) => !answered.has(name));
    if (ignored.length === 0) return [];
    const steps = walked(machine, way);
    return [{ state: steps.at(-1)?.to ?? startWalker(machine).parts(), way: steps, ignored }];
  });
}

/** One letter for each event type of the machine, without payload. */
export function alphabetOf(machine: AnyStateMachine): readonly Letter[] {
  return lettersOf(...machine.events);
}

function walked(machine: AnyStateMachine, route: Route): Path {
  const walker = startWalker(machine);
  let from = walker.parts();
  return route.map((letter) => {
    const { parts: to, effects, rules, timers }: Outcome = walker.send(letter);
    const step: Step = { letter, from, to, effects, rules, waitsMs: timers };
    from = to;
    return step;
  });
}
