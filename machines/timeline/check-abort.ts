/**
 * The laws of what aborts a run: its expressions can be read and can change. The events that it names
 * are looked for with those of the chains.
 *
 * @spec timeline phase 2
 */
import type { Problem } from '../kernel/problem.ts';
import { placedEvents } from './build.ts';
import { textProblems } from './check-expressions.ts';
import { readWish } from './condition/wish-input.ts';
import { scopeOfFile } from './expression/file-scope.ts';
import { placedInputs } from './input/place-inputs.ts';
import type { TimelineInput } from './schema.ts';
import { placeOf, type SourceDocument } from './source.ts';

export function abortProblems(document: SourceDocument, input: TimelineInput): Problem[] {
  if (input.abort_when === undefined) return [];
  const base = ['abort_when'];
  const stressIds = placedEvents(document, input).map(({ id }) => id);
  const inputIds = placedInputs(input).map(({ id }) => id);
  const scope = scopeOfFile(input, { eventIds: [...stressIds, ...inputIds], inputIds });
  const { expressions, byMs } = readWish(input.abort_when);
  return [
    ...expressions.flatMap((part) => textProblems(document, base, part, 'bool', scope)),
    ...(byMs === null
      ? []
      : [
          {
            code: 'INVALID_CONDITION',
            message: 'Expected a condition without `by`: it is looked at until the run is over.',
            where: placeOf(document, [...base, 'by'], 'key'),
            hint: 'Try "elapsed_s < 60" as one more key.',
          },
        ]),
  ];
}
