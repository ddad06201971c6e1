/**
 * The words of a drawn chart: what stands in a state's box, and what stands on an arrow. Transitions
 * between the same two states share one arrow, those with the same effects one list of effects.
 */
import type { Outline, State, Transition } from '../machines/charts/outline.ts';
import { lengthText } from '../machines/charts/wait-length.ts';

export interface Row {
  readonly text: string;
  /** `event`: sent by somebody; `wait`: time itself; `effect`: what comes of it. */
  readonly kind: 'event' | 'wait' | 'effect';
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly rows: readonly Row[];
}

/** Effects are wrapped here, so that an arrow does not need a whole row of boxes. */
const effectWidthMax = 34;

/** Inside the box: effects on entry and exit, waits, and what happens without leaving for good. */
export function rowsInside({ transitions, waits, actions }: Chart, state: State): readonly Row[] {
  const waiting = state.entry.flatMap((action) => {
    const wait = waits.find(({ event }) => event === actions.raising.get(action));
    return wait ? [wait] : [];
  });
  const effects = (names: readonly string[], when: string): readonly Row[] => {
    const left = names.filter((name) => !actions.silent.has(name));
    return left.length === 0 ? [] : [{ text: `${when} / ${left.join(', ')}`, kind: 'effect' }];
  };
  const own = transitions.filter(
    ({ from, to }) => from === state.path && (to === null || to === from),
  );
  return [
    ...effects(state.entry, 'entry'),
    ...effects(state.exit, 'exit'),
    ...waiting.map(
      (wait): Row => ({
        text: `${wait.event} after ${wait.delay} (${lengthText(wait)})`,
        kind: 'wait',
      }),
    ),
    ...rowsOn(own.filter(({ to }) => to === null)),
    ...rowsOn(
      own.filter(({ to }) => to !== null),
      '↻ ',
    ),
  ];
}

/** One arrow for each pair of states. */
export function arrowsOf({ transitions }: Chart): readonly Arrow[] {
  const pairs = new Map<string, Transition[]>();
  for (const transition of transitions) {
    const { from, to } = transition;
    if (to === null || to === from) continue;
    pairs.set(`${from} ${to}`, [...(pairs.get(`${from} ${to}`) ?? []), transition]);
  }
  return [...pairs.values()].flatMap((shared) => {
    const [first] = shared;
    if (!first || first.to === null) return [];
    return [{ from: first.from, to: first.to, rows: rowsOn(shared) }];
  });
}

/** An outline, and which of its actions are seen only as waits. */
export interface Chart extends Outline {
  readonly actions: {
    /** The event that an action raises later. */
    readonly raising: ReadonlyMap<string, string>;
    readonly silent: ReadonlySet<string>;
  };
}

function rowsOn(shared: readonly Transition[], mark = ''): readonly Row[] {
  const groups = new Map<string, Transition[]>();
  for (const transition of shared) {
    const key = transition.actions.join(' ');
    groups.set(key, [...(groups.get(key) ?? []), transition]);
  }
  // Events without effects come last: above effects they would seem to have them.
  const silent = groups.get('') ?? [];
  groups.delete('');
  return [...groups.values(), silent].flatMap((group) => [
    ...group.map((one): Row => ({ text: `${mark}${eventText(one)}`, kind: kindOf(one) })),
    ...effectRows(group[0]?.actions ?? []),
  ]);
}

function eventText({ event, guard }: Transition): string {
  return guard === null ? event : `${event} [${guard}]`;
}

function kindOf({ wait }: Transition): Row['kind'] {
  return wait === null ? 'event' : 'wait';
}

function effectRows(actions: readonly string[]): readonly Row[] {
  const lines: string[] = [];
  for (const action of actions) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + action.length + 2 <= effectWidthMax) {
      lines[lines.length - 1] = `${last}, ${action}`;
    } else lines.push(lines.length === 0 ? `/ ${action}` : `  ${action}`);
  }
  return lines.map((text) => ({ text, kind: 'effect' }));
}
