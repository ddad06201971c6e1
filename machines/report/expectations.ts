/**
 * What a run came to of what its timeline expects: kept, broken, or never to be known; in the order
 * of the file, and as sentences.
 *
 * @spec timeline reporting
 */
import { z } from 'zod';
import type { AmbushEvent, PayloadOf } from '../kernel/events/registry.ts';
import { sawText } from '../timeline/condition/saw.ts';
import {
  expectationKinds,
  expectationText,
  judgements,
} from '../timeline/expectation/expectation.ts';
import type { Plan } from '../timeline/timeline.ts';
import { sawSchema } from './constraint.ts';
import { thousandths } from './metrics.ts';
import { seconds } from './wording.ts';

export const expectationReportSchema = z.object({
  expects: z.string().describe('As the timeline has it.'),
  kind: z
    .enum(expectationKinds)
    .describe('When it must hold: at every tick, at some tick, at the end, after the stress.'),
  judgement: z
    .enum(judgements)
    .describe(
      'unavailable: nothing was ever known of it. unjudged: the run ended before its time.',
    ),
  at_ms: z.number().nullable().describe('When it was judged; null if that was not heard.'),
  saw: sawSchema,
});
export type ExpectationReport = z.infer<typeof expectationReportSchema>;

type Judged = PayloadOf<'expectation.judged'>;

export interface ExpectationRecord {
  take(event: AmbushEvent): void;
  /** Undefined for a plan that expects nothing. */
  part(plan: Plan): readonly ExpectationReport[] | undefined;
  recovered(): PayloadOf<'target.recovered'> | null;
}

export function createExpectationRecord(): ExpectationRecord {
  const judged = new Map<number, Judged>();
  let recovered: PayloadOf<'target.recovered'> | null = null;
  return {
    take(event) {
      if (event.type === 'target.recovered') recovered ??= event.payload;
      if (event.type !== 'expectation.judged') return;
      const { index } = event.payload;
      if (!judged.has(index)) judged.set(index, event.payload);
    },
    part: ({ expect }) =>
      expect?.map((expectation, index): ExpectationReport => {
        const told = judged.get(index);
        return {
          expects: expectationText(expectation),
          kind: expectation.is,
          judgement: told?.judgement ?? 'unjudged',
          at_ms: told === undefined ? null : thousandths(told.atMs),
          saw: { ...told?.saw },
        };
      }),
    recovered: () => recovered,
  };
}

/** Each broken one is a weakness. */
export function brokenReasons(expectations: readonly ExpectationReport[]): string[] {
  return expectations
    .filter(({ judgement }) => judgement === 'broken')
    .map((one) => {
      const values = sawText(one.saw);
      return `Expected ${breaches[one.kind](one)}${values === '' ? '' : `: ${values}`}.`;
    });
}

const breaches: Readonly<Record<ExpectationReport['kind'], (one: ExpectationReport) => string>> = {
  always: ({ expects, at_ms }) =>
    `${expects} at all times, which was broken at ${seconds(at_ms ?? 0)}`,
  sometimes: ({ expects }) => `${expects} to be seen at least once, which it was not`,
  finally: ({ expects }) => `${expects} in the end, which did not hold`,
  recovered: ({ expects }) => `the target to be well again (${expects}), which it was not`,
};

/** Those of which nothing is known, and of a run that was whole those that were not judged. */
export function expectationDoubts(
  expectations: readonly ExpectationReport[],
  isWhole: boolean,
): string[] {
  return expectations.flatMap(({ expects, judgement, saw }) => {
    if (judgement === 'unjudged') {
      return isWhole ? [`Nothing was heard of what became of ${expects}.`] : [];
    }
    if (judgement !== 'unavailable') return [];
    const missing = Object.keys(saw).filter((name) => saw[name] === null);
    const of = missing.length === 0 ? '' : `: nothing is known of ${missing.join(', ')}`;
    return [`Whether ${expects} held could not be judged${of}.`];
  });
}
