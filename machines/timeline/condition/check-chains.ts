/**
 * The laws of chains and of conditions on events: every event that they name exists, and no
 * event waits for itself, by whatever way round.
 *
 * @spec timeline phase 2
 */
import type { Place, Problem } from '../../kernel/problem.ts';
import { placedEvents } from '../build.ts';
import { scopeOfFile } from '../expression/file-scope.ts';
import { createNeeds } from '../expression/needs.ts';
import { placedInputs } from '../input/place-inputs.ts';
import type { TimelineInput } from '../schema.ts';
import { oneOf, showText } from '../show.ts';
import { placeInside, placeOf, type SourceDocument } from '../source.ts';
import { didYouMean } from '../suggest.ts';
import { readChain } from './chain.ts';
import { findCycle } from './cycle.ts';
import { inputOutcomes, stressOutcomes, type WantedOutcome } from './wish.ts';
import { readWish } from './wish-input.ts';

/** More circles are found once these are mended. */
const cyclesMax = 20;

/** Something that names an event as the cause of another, and where. */
interface Edge {
  readonly cause: string;
  readonly id: string;
  readonly where: Place;
}

interface Findings {
  readonly problems: Problem[];
  readonly edges: Edge[];
}

export function chainProblems(document: SourceDocument, input: TimelineInput): Problem[] {
  const stress = placedEvents(document, input);
  const inputs = placedInputs(input);
  const events = [
    ...stress.map(({ id, path, input: event }) => ({ id, path, ...wishesOf(event) })),
    ...inputs.map(({ id, path, input: event }) => ({ id, path, ...wishesOf(event) })),
  ];
  const ids = events.map(({ id }) => id);
  const inputIds = inputs.map(({ id }) => id);
  const needsOf = createNeeds(scopeOfFile(input, { eventIds: ids, inputIds }));
  const found: Findings = { problems: [], edges: [] };
  const known = new Set(ids);
  const typed = new Set(inputs.map(({ id }) => id));
  const name: Name = (id, outcome, where) => {
    if (!known.has(id)) found.problems.push(unknownEvent(id, ids, where));
    else found.problems.push(...outcomeProblems(id, outcome, typed.has(id), where));
  };
  for (const [index, text] of (input.chains ?? []).entries()) {
    const place = (offset: number) => placeInside(document, ['chains', index], 'value', offset);
    readLinks(text, place, name, found);
  }
  for (const { id, path, ...wishes } of events) {
    for (const key of ['start_when', 'stop_when'] as const) {
      if (wishes[key] === undefined) continue;
      const wish = readWish(wishes[key]);
      for (const { text: cause, path: at, outcome } of wish.events) {
        const where = placeOf(document, [...path, key, ...at]);
        name(cause, outcome, where);
        if (key === 'start_when') found.edges.push({ cause, id, where });
      }
      if (key === 'stop_when') continue;
      for (const { text, path: at, part } of wish.expressions) {
        // One of several is no need.
        if (at.includes('any')) continue;
        const where = placeOf(document, [...path, key, ...at], part);
        for (const { eventId: cause } of needsOf(text)) found.edges.push({ cause, id, where });
      }
    }
  }
  if (input.abort_when !== undefined) {
    for (const { text: cause, path: at, outcome } of readWish(input.abort_when).events) {
      name(cause, outcome, placeOf(document, ['abort_when', ...at]));
    }
  }
  return [...found.problems, ...cycleProblems(found.edges)];
}

type Name = (id: string, outcome: WantedOutcome, where: Place) => void;

function wishesOf(event: { readonly start_when?: unknown; readonly stop_when?: unknown }) {
  return { start_when: event.start_when, stop_when: event.stop_when };
}

/** Stress ends for the program in other ways than an input does. */
function outcomeProblems(id: string, outcome: WantedOutcome, isInput: boolean, where: Place) {
  const ways: readonly WantedOutcome[] = [...(isInput ? inputOutcomes : stressOutcomes), 'any'];
  if (ways.includes(outcome)) return [];
  const what = isInput ? 'input' : 'stress';
  const message = `Expected ${oneOf(ways)} of ${showText(id)}, which is ${what}; got ${outcome}.`;
  return [{ code: 'OUTCOME_OF_OTHER_KIND', message, where, hint: `Try ${id}[${ways[0]}].` }];
}

function readLinks(
  text: string,
  place: (offset: number) => Place,
  name: Name,
  { problems, edges }: Findings,
): void {
  const chain = readChain(text);
  if (!chain.ok) {
    problems.push(
      ...chain.faults.map(({ offset, ...rest }) => ({ ...rest, where: place(offset) })),
    );
    return;
  }
  for (const { id, outcome, offset } of chain.steps.flat()) name(id, outcome, place(offset));
  for (const [at, step] of chain.steps.entries()) {
    for (const next of chain.steps[at + 1] ?? []) {
      const where = place(next.offset);
      edges.push(...step.map(({ id }) => ({ cause: id, id: next.id, where })));
    }
  }
}

/** Each circle is told at the arrow that closes it. */
function cycleProblems(edges: readonly Edge[]): Problem[] {
  const followers = new Map<string, Map<string, Place>>();
  for (const { cause, id, where } of edges) {
    const after = followers.get(cause) ?? new Map<string, Place>();
    if (!after.has(id)) after.set(id, where);
    followers.set(cause, after);
  }
  const problems: Problem[] = [];
  while (problems.length < cyclesMax) {
    const cycle = findCycle(new Map([...followers].map(([id, after]) => [id, [...after.keys()]])));
    const last = cycle?.at(-2);
    const first = cycle?.at(-1);
    if (cycle === null || last === undefined || first === undefined) break;
    const where = followers.get(last)?.get(first);
    followers.get(last)?.delete(first);
    const shown = cycle.map((id) => showText(id)).join(' -> ');
    problems.push({
      code: 'CHAIN_CYCLE',
      message: `Expected causes that come first; got a cycle: ${shown}.`,
      ...(where === undefined ? {} : { where }),
      hint: 'Remove one arrow or condition: none of these events could start.',
    });
  }
  return problems;
}

function unknownEvent(id: string, ids: readonly string[], where: Place): Problem {
  const message = `Expected the id of an event of this file; got ${showText(id)}.`;
  const hint = didYouMean(id, ids) ?? 'Name the event with "id".';
  return { code: 'UNKNOWN_EVENT', message, where, hint };
}
