/**
 * A statechart as plain data for those who draw or describe it: states in their order, transitions
 * with resolved targets, waits with their lengths.
 *
 * @spec timeline phase 1
 */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate';

export interface Outline {
  readonly name: string;
  readonly root: State;
  /** Every state but the root, outermost first, in the order of the config. */
  readonly states: readonly State[];
  readonly transitions: readonly Transition[];
  readonly events: readonly string[];
  readonly effects: readonly string[];
  readonly guards: readonly string[];
  readonly waits: readonly Wait[];
  readonly rules: readonly string[];
}

export interface State {
  /** Path from the root, such as `course.playing`; empty for the root. */
  readonly path: string;
  readonly name: string;
  readonly kind: 'atomic' | 'compound' | 'parallel' | 'final';
  /** Path of the child in which it begins. */
  readonly initial: string | null;
  readonly entry: readonly string[];
  readonly exit: readonly string[];
  readonly children: readonly State[];
}

export interface Transition {
  readonly event: string;
  readonly from: string;
  /** Null: it stays, and neither leaves nor enters. */
  readonly to: string | null;
  readonly guard: string | null;
  readonly actions: readonly string[];
  readonly rule: string | null;
  /** The wait that raises the event; null when somebody sends it. */
  readonly wait: Wait | null;
}

/** While a state lasts that begins the wait, its event is due after the delay. */
export interface Wait {
  readonly event: string;
  readonly delay: string;
  /** Null: computed when it begins. */
  readonly ms: number | null;
}

export function outlineOf(machine: AnyStateMachine): Outline {
  const root = stateOf(machine.root);
  const states = inside(root);
  const waits = waitsOf(machine);
  const transitions = nodesOf(machine.root).flatMap((node) =>
    [...node.transitions.values()].flat().map((each) => transitionOf(each, waits)),
  );
  const sorted = (names: readonly string[]) => [...new Set(names)].sort();
  return {
    name: machine.id,
    root,
    states,
    transitions,
    events: [...machine.events],
    effects: bodiesOf(machine).flatMap(([, { type, event }]) =>
      type === 'xstate.emit' && event ? [event.type] : [],
    ),
    guards: sorted(transitions.flatMap(({ guard }) => guard ?? [])),
    waits,
    rules: sorted(transitions.flatMap(({ rule }) => rule ?? [])),
  };
}

/** What XState keeps on the built-in actions `emit`, `raise` and `cancel`. */
export interface Body {
  readonly type?: string;
  readonly event?: { readonly type: string };
  readonly delay?: string;
  readonly id?: string;
  readonly sendId?: string;
}

/** The machine's actions by name. */
export function bodiesOf(machine: AnyStateMachine): readonly (readonly [string, Body])[] {
  return Object.entries(machine.implementations.actions as Readonly<Record<string, Body>>);
}

function waitsOf(machine: AnyStateMachine): readonly Wait[] {
  return bodiesOf(machine).flatMap(([, { type, event, delay }]) => {
    if (type !== 'xstate.raise' || !event || delay === undefined) return [];
    const length: unknown = machine.implementations.delays[delay];
    return [{ event: event.type, delay, ms: typeof length === 'number' ? length : null }];
  });
}

function stateOf(node: AnyStateNode): State {
  const initial = node.type === 'compound' ? node.initial.target[0] : undefined;
  return {
    path: node.path.join('.'),
    name: node.key,
    kind: node.type === 'history' ? 'atomic' : node.type,
    initial: initial ? initial.path.join('.') : null,
    entry: node.entry.map(nameOf),
    exit: node.exit.map(nameOf),
    children: Object.values(node.states).map(stateOf),
  };
}

function inside(state: State): readonly State[] {
  return state.children.flatMap((child) => [child, ...inside(child)]);
}

function nodesOf(node: AnyStateNode): readonly AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(nodesOf)];
}

function transitionOf(
  { eventType, source, target, guard, actions, meta }: AnyTransitionDefinition,
  waits: readonly Wait[],
): Transition {
  const rule: unknown = meta?.rule;
  return {
    event: eventType,
    from: source.path.join('.'),
    to: target?.[0] ? target[0].path.join('.') : null,
    guard: guard ? nameOf(guard) : null,
    actions: actions.map(nameOf),
    rule: typeof rule === 'string' ? rule : null,
    wait: waits.find(({ event }) => event === eventType) ?? null,
  };
}

/** Our machines name everything; what a stranger wrote in place has no name. */
function nameOf(what: unknown): string {
  if (typeof what === 'string') return what;
  const named = typeof what === 'object' && what !== null && 'type' in what;
  return named ? String(what.type) : '(inline)';
}
