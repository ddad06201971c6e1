/**
 * Planted faults: a machine's config with one thing wrong. A suite that does not see them would
 * not see such a mistake of ours either.
 */
import type { AnyStateMachine } from 'xstate';
import { reload } from './plain-config.ts';

export type Fault =
  | 'retargeted'
  | 'effect-dropped'
  | 'effects-swapped'
  | 'transition-dropped'
  | 'guard-dropped'
  | 'spurious'
  | 'spurious-effect'
  | 'wait-shortened';

export interface Mutant {
  readonly fault: Fault;
  readonly what: string;
  readonly machine: AnyStateMachine;
}

interface Transition {
  target?: string;
  guard?: string;
  actions?: string[];
  meta?: { rule: string };
}

interface StateConfig {
  type?: string;
  entry?: string[];
  exit?: string[];
  on?: Record<string, Transition | Transition[]>;
  states?: Record<string, StateConfig>;
}

/** One way to spoil a config, and what is spoilt. */
interface Spoil {
  readonly fault: Fault;
  readonly what: string;
  readonly apply: (root: StateConfig) => void;
}

/** Every mutant of the machine, lazily made: `events` are all types that it may be sent. */
export function mutantsOf(
  machine: AnyStateMachine,
  events: readonly string[],
): readonly (() => Mutant)[] {
  const plain = () => JSON.parse(JSON.stringify(machine.config)) as StateConfig;
  const spoils = placesOf(plain()).flatMap((place) => spoilsOf(plain(), place, events));
  return [
    ...spoils.map(({ fault, what, apply }) => () => {
      const root = plain();
      apply(root);
      return { fault, what, machine: reload(machine, root) };
    }),
    ...Object.entries(machine.implementations.delays).map(([name, ms]) => () => ({
      fault: 'wait-shortened' as const,
      what: name,
      machine: machine.provide({ delays: { [name]: Number(ms) - 1 } }) as AnyStateMachine,
    })),
  ];
}

/** Paths of all states that are not compound, with the names of their siblings. */
interface Place {
  readonly path: readonly string[];
  readonly siblings: readonly string[];
}

function placesOf(state: StateConfig, path: readonly string[] = []): readonly Place[] {
  const names = Object.keys(state.states ?? {});
  return Object.entries(state.states ?? {}).flatMap(([name, inner]) =>
    inner.states
      ? placesOf(inner, [...path, name])
      : [{ path: [...path, name], siblings: names.filter((other) => other !== name) }],
  );
}

function spoilsOf(root: StateConfig, place: Place, events: readonly string[]): readonly Spoil[] {
  const { path, siblings } = place;
  const state = at(root, path);
  const here = path.join('.');
  if (state.type === 'final') return [];
  const handled = Object.keys(state.on ?? {});
  return [
    ...handled.flatMap((event) =>
      listOf(state, event).flatMap((_, index) => spoilsOfTransition(root, place, event, index)),
    ),
    ...(['entry', 'exit'] as const).flatMap((when) =>
      (state[when] ?? []).map((action, index) => ({
        fault: 'effect-dropped' as const,
        what: `${here} ${when} ${action}`,
        apply: (spoilt: StateConfig) => void at(spoilt, path)[when]?.splice(index, 1),
      })),
    ),
    ...events
      .filter((event) => !handled.includes(event))
      .flatMap((event) => [
        ...siblings.map((target) => spurious(place, event, { target })),
        spurious(place, event, { actions: [emitted(root)] }),
      ]),
  ];
}

/** The first effect that the machine has, as good as any other. */
function emitted(root: StateConfig): string {
  return /"actions":\["(\w+)"/.exec(JSON.stringify(root))?.[1] ?? '';
}

function spurious({ path }: Place, event: string, transition: Transition): Spoil {
  return {
    fault: transition.target ? 'spurious' : 'spurious-effect',
    what: `${path.join('.')} ${event} -> ${transition.target ?? transition.actions}`,
    apply(root) {
      const state = at(root, path);
      state.on = { ...state.on, [event]: { ...transition, meta: { rule: 'planted' } } };
    },
  };
}

function spoilsOfTransition(
  root: StateConfig,
  { path, siblings }: Place,
  event: string,
  index: number,
): readonly Spoil[] {
  const transition = listOf(at(root, path), event)[index] ?? {};
  const actions = transition.actions ?? [];
  const what = `${path.join('.')} ${event}[${index}]`;
  const change = (fault: Fault, detail: string, apply: (spoilt: Transition) => void): Spoil => ({
    fault,
    what: `${what} ${detail}`,
    apply: (spoilt) => apply(listOf(at(spoilt, path), event)[index] ?? {}),
  });
  return [
    ...siblings
      .filter((target) => target !== transition.target)
      .map((target) =>
        change('retargeted', target, (spoilt) => {
          spoilt.target = target;
        }),
      ),
    ...actions.map((action, nth) =>
      change('effect-dropped', action, (spoilt) => void spoilt.actions?.splice(nth, 1)),
    ),
    ...(actions.length > 1
      ? [change('effects-swapped', '', (spoilt) => void spoilt.actions?.reverse())]
      : []),
    ...(transition.guard
      ? [
          change('guard-dropped', transition.guard, (spoilt) => {
            delete spoilt.guard;
          }),
        ]
      : []),
    {
      fault: 'transition-dropped',
      what,
      apply: (spoilt) => {
        const state = at(spoilt, path);
        const rest = listOf(state, event).filter((_, nth) => nth !== index);
        state.on = { ...state.on, [event]: rest };
      },
    },
  ];
}

function at(root: StateConfig, path: readonly string[]): StateConfig {
  return path.reduce((state, name) => state.states?.[name] ?? {}, root);
}

function listOf(state: StateConfig, event: string): readonly Transition[] {
  return [state.on?.[event] ?? []].flat();
}
