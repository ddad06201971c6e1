/**
 * The laws of expectations: their expressions can be read and can change, there are not too many,
 * and the target recovers once.
 *
 * @spec timeline phase 2
 */
import type { Problem } from '../../kernel/problem.ts';
import { placedEvents } from '../build.ts';
import { textProblems } from '../check-expressions.ts';
import { scopeOfFile } from '../expression/file-scope.ts';
import { placedInputs } from '../input/place-inputs.ts';
import type { TimelineInput } from '../schema.ts';
import { placeOf, type SourceDocument } from '../source.ts';
import { expectationScope, expectationsMax } from './expectation.ts';

export function expectationProblems(document: SourceDocument, input: TimelineInput): Problem[] {
  const { expect = [] } = input;
  if (expect.length === 0) return [];
  const stressIds = placedEvents(document, input).map(({ id }) => id);
  const inputIds = placedInputs(input).map(({ id }) => id);
  const ids = { eventIds: [...stressIds, ...inputIds], inputIds };
  const scope = expectationScope(scopeOfFile(input, ids));
  const recoveries = expect.flatMap(({ is }, at) => (is === 'recovered' ? [at] : []));
  return [
    ...(expect.length > expectationsMax
      ? [
          {
            code: 'TOO_MANY_EXPECTATIONS',
            message: `Expected at most ${expectationsMax} expectations; got ${expect.length}.`,
            where: placeOf(document, ['expect', expectationsMax]),
            hint: 'Join some of them by "and".',
          },
        ]
      : []),
    ...recoveries.slice(1).map((at) => ({
      code: 'DUPLICATE_RECOVERY',
      message: 'Expected the target to recover once; got a second `recovered`.',
      where: placeOf(document, ['expect', at]),
      hint: 'Keep the shorter one.',
    })),
    ...expect.flatMap((one, at) => {
      const part = one.is === 'recovered' ? one.when : one.of;
      return part === null ? [] : textProblems(document, ['expect', at], part, 'bool', scope);
    }),
  ];
}
