/**
 * The laws of conditions: their expressions can be read, and whoever waits can still start before
 * the run is over. That the events are there that they name is a law of chains.
 *
 * @spec timeline phase 2
 */
import type { Problem } from '../kernel/problem.ts';
import { placedEvents } from './build.ts';
import { textProblems } from './check-expressions.ts';
import { arrowsOf, startOf } from './condition/causes.ts';
import { graphOf, type Node } from './condition/graph.ts';
import { readWish } from './condition/wish-input.ts';
import { formatDuration } from './duration.ts';
import type { Scope } from './expression/expression.ts';
import { narrowed, scopeOfFile } from './expression/file-scope.ts';
import { createNeeds } from './expression/needs.ts';
import { placedInputs } from './input/place-inputs.ts';
import type { TimelineInput } from './schema.ts';
import { showText } from './show.ts';
import { type Path, placeOf, type SourceDocument } from './source.ts';

interface Waiting {
  readonly node: Node;
  readonly path: Path;
  readonly startWhen: unknown;
  readonly stopWhen: unknown;
}

export function conditionProblems(document: SourceDocument, input: TimelineInput): Problem[] {
  const arrows = arrowsOf(input.chains ?? []);
  const stress = placedEvents(document, input).map(({ id, path, input: event }): Waiting => {
    const stop = event.stop_when === undefined ? {} : { stop: readWish(event.stop_when).wish };
    const node = { id, startMs: event.at ?? 0, durationMs: event.for };
    const start = startOf(id, event, arrows);
    return {
      node: { ...node, ...start, ...stop },
      path,
      startWhen: event.start_when,
      stopWhen: event.stop_when,
    };
  });
  const typed = placedInputs(input).map(({ id, path, input: event }): Waiting => {
    const node = { id, startMs: event.at ?? 0, durationMs: 0, ...startOf(id, event, arrows) };
    return { node, path, startWhen: event.start_when, stopWhen: undefined };
  });
  const all = [...stress, ...typed];
  const inputIds = typed.map(({ node }) => node.id);
  const scope = scopeOfFile(input, { eventIds: all.map(({ node }) => node.id), inputIds });
  const { earliest } = graphOf(
    all.map(({ node }) => node),
    createNeeds(scope),
  );
  const { restart = 'never' } = input.target ?? {};
  const known = {
    untilMs: input.duration ?? null,
    restartsMax: restart === 'never' ? 0 : null,
  };
  const whole = narrowed(scope, { fromMs: 0, ...known });
  return [
    ...all.flatMap((one) => {
      // Who is asked to stop has begun.
      const fromMs = earliest.get(one.node.id) ?? 0;
      const begun = Number.isFinite(fromMs) ? narrowed(scope, { fromMs, ...known }) : whole;
      return [
        ...wishProblems(document, one, 'start_when', one.startWhen, whole),
        ...wishProblems(document, one, 'stop_when', one.stopWhen, begun),
      ];
    }),
    ...graphProblems(document, all, earliest, input.duration),
  ];
}

function wishProblems(
  document: SourceDocument,
  { path, node }: Waiting,
  key: 'start_when' | 'stop_when',
  condition: unknown,
  scope: Scope,
): Problem[] {
  if (condition === undefined) return [];
  const base = [...path, key];
  const { expressions, byMs } = readWish(condition);
  const isLate = key === 'start_when' && byMs !== null && byMs <= node.startMs;
  return [
    ...expressions.flatMap((part) => textProblems(document, base, part, 'bool', scope)),
    ...(isLate
      ? [
          {
            code: 'NO_ROOM',
            message: `Expected \`by\` after ${formatDuration(node.startMs)}, when the event is armed; got ${formatDuration(byMs)}.`,
            where: placeOf(document, [...base, 'by']),
            hint: 'It counts from the start of the run, as `at` does.',
          },
        ]
      : []),
  ];
}

function graphProblems(
  document: SourceDocument,
  all: readonly Waiting[],
  earliest: ReadonlyMap<string, number>,
  durationMs: number | undefined,
): Problem[] {
  const placeOfId = (id: string) =>
    placeOf(document, all.find(({ node }) => node.id === id)?.path ?? []);
  return [
    ...all.flatMap(({ node: { id, start } }) => {
      const atMs = earliest.get(id) ?? 0;
      if (start === undefined || durationMs === undefined || atMs < durationMs) return [];
      if (!Number.isFinite(atMs)) return [];
      return [
        {
          code: 'NO_ROOM',
          message: `Expected ${showText(id)} to be able to start before ${formatDuration(durationMs)}, the \`duration\`; it can at ${formatDuration(atMs)} at the earliest.`,
          where: placeOfId(id),
          hint: `Try "duration: ${formatDuration(atMs + 10_000)}" or more.`,
        },
      ];
    }),
  ];
}
