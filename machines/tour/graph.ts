/**
 * The states that a machine can reach and the steps between them. The one file that imports
 * `xstate/graph`. States are told apart by their value only, so a machine that decides by its
 * context is explored as far as its values go.
 *
 * @spec reliability simulation
 */
import type { AnyMachineSnapshot, AnyStateMachine, StateValue } from 'xstate';
import { createTestModel, getAdjacencyMap } from 'xstate/graph';

/** One event that a machine may be sent; two payloads of one type are two letters. */
export interface Letter {
  /** Told in tours and differences; unique in its alphabet. */
  readonly name: string;
  readonly event: { readonly type: string; readonly [key: string]: unknown };
}

export interface Edge {
  readonly letter: Letter;
  /** Key of a node. */
  readonly to: string;
}

export interface Node {
  readonly value: StateValue;
  /** The steps that the machine has an answer for. */
  readonly edges: readonly Edge[];
}

export interface Graph {
  readonly initial: string;
  readonly nodes: ReadonlyMap<string, Node>;
}

export const keyOf = (value: StateValue): string => JSON.stringify(value);

/** Letters for plain event types; an event whose payload decides needs letters of its own. */
export function lettersOf(...types: readonly string[]): readonly Letter[] {
  return types.map((type) => ({ name: type, event: { type } }));
}

/**
 * Every state that the letters can lead to from the initial one.
 *
 * @throws Error for a machine with `after` or `invoke`, which only time or a child can walk.
 */
export function explore(machine: AnyStateMachine, letters: readonly Letter[]): Graph {
  // Refuses `after` and `invoke`, which a walker could not walk.
  createTestModel(machine);
  const byEvent = new Map(letters.map((letter) => [JSON.stringify(letter.event), letter]));
  const adjacency = getAdjacencyMap(machine, {
    serializeState: (snapshot) => keyOf((snapshot as AnyMachineSnapshot).value),
    serializeEvent: (event) => JSON.stringify(event),
    events: () => letters.map(({ event }) => event),
  });
  const nodes = Object.entries(adjacency).map(([key, { state, transitions }]) => {
    const snapshot = state as AnyMachineSnapshot;
    const steps: Readonly<Record<string, { readonly state: unknown }>> = transitions;
    const edges = Object.entries(steps).flatMap(([event, step]) => {
      const letter = byEvent.get(event);
      if (!letter || snapshot.status !== 'active') return [];
      if (machine.getTransitionData(snapshot, letter.event).length === 0) return [];
      return [{ letter, to: keyOf((step.state as AnyMachineSnapshot).value) }];
    });
    return [key, { value: snapshot.value, edges }] as const;
  });
  const initial = nodes[0]?.[0];
  if (initial === undefined) throw new Error(`Expected ${machine.id} to have a state.`);
  return { initial, nodes: new Map(nodes) };
}

/** The letters of a shortest way from the initial state to every state. */
export function shortestWays(graph: Graph): ReadonlyMap<string, readonly Letter[]> {
  const ways = new Map<string, readonly Letter[]>([[graph.initial, []]]);
  for (const [key, way] of ways) {
    for (const { letter, to } of graph.nodes.get(key)?.edges ?? []) {
      if (!ways.has(to)) ways.set(to, [...way, letter]);
    }
  }
  return ways;
}
