/**
 * A machine's steps, each computed once by XState itself and then remembered. Our machines hold
 * finite control only, so a state and an event decide everything; a remembered step costs tens
 * of nanoseconds where an actor's costs microseconds. Effects and timers come back as data.
 *
 * @spec reliability simulation
 */
import { type AnyStateMachine, initialTransition, type StateValue, transition } from 'xstate';

/** A named wait: when it is over, `event` is due. Starting it again replaces it. */
export interface Wait {
  readonly do: 'start';
  readonly id: string;
  readonly event: string;
  readonly delayMs: number;
}

export interface Forget {
  readonly do: 'cancel';
  readonly id: string;
}

export interface Step {
  readonly to: Place;
  /** Types of the emitted effects, in order. */
  readonly effects: readonly string[];
  readonly timers: readonly (Wait | Forget)[];
  /** Whether the machine knows the event in this state at all. */
  readonly handled: boolean;
}

/** One state of the machine, of which there is one object per table. */
export interface Place {
  readonly value: StateValue;
  readonly final: boolean;
}

export interface StepTable {
  readonly initial: Step;
  step(from: Place, event: string): Step;
}

type Snapshot = ReturnType<AnyStateMachine['getInitialSnapshot']>;

interface Known extends Place {
  readonly snapshot: Snapshot;
  readonly steps: Map<string, Step>;
}

const tables = new WeakMap<AnyStateMachine, StepTable>();

/** The one table of a machine, shared by all that live by it. */
export function stepTableOf(machine: AnyStateMachine): StepTable {
  const known = tables.get(machine);
  if (known) return known;
  const made = createStepTable(machine);
  tables.set(machine, made);
  return made;
}

function createStepTable(machine: AnyStateMachine): StepTable {
  const places = new Map<string, Known>();
  const letters = new Set(machine.events);

  function stepOf(snapshot: Snapshot, actions: readonly ActionLike[]): Step {
    return {
      to: placeOf(places, snapshot),
      effects: actions.flatMap(effectOf),
      timers: actions.flatMap(timerOf),
      handled: true,
    };
  }

  const [first, actions] = initialTransition(machine);
  return {
    initial: stepOf(first as Snapshot, actions as readonly ActionLike[]),
    step(from, event) {
      const known = from as Known;
      const remembered = known.steps.get(event);
      if (remembered) return remembered;
      const idle: Step = { to: known, effects: [], timers: [], handled: false };
      // An unknown letter is not remembered: there is no end of them.
      if (!letters.has(event) || known.final) return idle;
      const [next, todo] = transition(machine, known.snapshot, { type: event });
      const step = known.snapshot.can({ type: event })
        ? stepOf(next as Snapshot, todo as readonly ActionLike[])
        : idle;
      known.steps.set(event, step);
      return step;
    },
  };
}

function placeOf(places: Map<string, Known>, snapshot: Snapshot): Known {
  const key = JSON.stringify(snapshot.value);
  const known = places.get(key);
  if (known) return known;
  const final = snapshot.status === 'done';
  const made: Known = { value: snapshot.value, final, snapshot, steps: new Map() };
  places.set(key, made);
  return made;
}

interface ActionLike {
  readonly type: string;
  readonly params?: unknown;
}

function effectOf({ type, params }: ActionLike): readonly string[] {
  if (type !== 'xstate.emit') return [];
  return [(params as { readonly event: { readonly type: string } }).event.type];
}

function timerOf({ type, params }: ActionLike): readonly (Wait | Forget)[] {
  if (type === 'xstate.cancel') {
    return [{ do: 'cancel', id: (params as { readonly sendId: string }).sendId }];
  }
  if (type !== 'xstate.raise') return [];
  const { id, delay, event } = params as {
    readonly id: string;
    readonly delay?: number;
    readonly event: { readonly type: string };
  };
  return delay === undefined ? [] : [{ do: 'start', id, event: event.type, delayMs: delay }];
}
