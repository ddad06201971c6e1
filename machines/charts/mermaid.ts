/**
 * A statechart as a Mermaid diagram, `stateDiagram-v2`: nested states, parallel regions, guards in
 * brackets, effects behind a slash, waits with their names and lengths.
 *
 * @spec timeline phase 1
 */
import type { AnyStateMachine } from 'xstate';
import { type Outline, outlineOf, type State, type Transition } from './outline.ts';
import { lengthText } from './wait-length.ts';

export function chartMermaid(machine: AnyStateMachine): string {
  const outline = outlineOf(machine);
  const body =
    outline.root.kind === 'parallel'
      ? [
          `state ${quoted(outline.name)} as ${idOf(outline.name)} {`,
          ...indented(regions(outline, outline.root)),
          '}',
        ]
      : insideOf(outline, outline.root);
  const across = arrowsOf(outline, (from, to) => parentOf(from) !== parentOf(to));
  return ['stateDiagram-v2', ...indented([...body, ...across]), ''].join('\n');
}

/** Everything between the braces of a compound state. */
function insideOf(outline: Outline, state: State): readonly string[] {
  return [
    ...state.children.flatMap((child) => blockOf(outline, child)),
    ...(state.initial === null ? [] : [`[*] --> ${idOf(state.initial)}`]),
    ...arrowsOf(outline, (...ends) => ends.every((path) => parentOf(path) === state.path)),
    ...state.children
      .filter(({ kind }) => kind === 'final')
      .map(({ path }) => `${idOf(path)} --> [*]`),
  ];
}

function regions(outline: Outline, state: State): readonly string[] {
  return state.children.flatMap((region, index) => [
    ...(index > 0 ? ['--'] : []),
    ...blockOf(outline, region),
  ]);
}

function blockOf(outline: Outline, state: State): readonly string[] {
  const { path, name, kind } = state;
  const id = idOf(path);
  const declared = `state ${quoted(name)} as ${id}`;
  const inside = kind === 'parallel' ? regions(outline, state) : insideOf(outline, state);
  return [
    ...(state.children.length > 0 ? [`${declared} {`, ...indented(inside), '}'] : [declared]),
    ...notesOf(outline, state).map((note) =>
      // The text of a state with an inside would replace its title.
      state.children.length > 0 ? `note right of ${id} : ${note}` : `${id} : ${note}`,
    ),
  ];
}

/** What a state does without leaving: on entry, on exit, and at an event. */
function notesOf(outline: Outline, { path, entry, exit }: State): readonly string[] {
  return [
    ...entry.map((action) => `entry / ${action}`),
    ...exit.map((action) => `exit / ${action}`),
    ...outline.transitions
      .filter(({ from, to }) => from === path && to === null)
      .map((transition) => labelOf(transition)),
  ];
}

/**
 * The arrows of one block. Those between states of different parents come last and outside all
 * braces: Mermaid moves a state into the block in which it is named.
 */
function arrowsOf(
  outline: Outline,
  belongs: (from: string, to: string) => boolean,
): readonly string[] {
  return outline.transitions.flatMap((transition) => {
    const { from, to } = transition;
    if (to === null || !belongs(from, to)) return [];
    return [`${idOf(from)} --> ${idOf(to)} : ${labelOf(transition)}`];
  });
}

function parentOf(path: string): string {
  return path.split('.').slice(0, -1).join('.');
}

/** `event (after delay, 10 s) [guard] / action, action`. */
function labelOf({ event, wait, guard, actions }: Transition): string {
  const after = wait ? ` (after ${wait.delay}, ${lengthText(wait)})` : '';
  const when = guard === null ? '' : ` [${guard}]`;
  const does = actions.length === 0 ? '' : ` / ${actions.join(', ')}`;
  return `${event}${after}${when}${does}`;
}

/** Mermaid's ids are words; the letters that ours have besides become underscores. */
function idOf(path: string): string {
  return `s_${path.replace(/\W/g, '_')}`;
}

function quoted(name: string): string {
  return `"${name}"`;
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
