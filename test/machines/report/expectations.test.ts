/**
 * Goal: what became of each expectation is in the report in the order of the file, once, with what was
 * seen; a broken one is a weakness, an unknown one a doubt.
 * Method: hand-written envelopes, and the sentences for each kind.
 */
import { describe, expect, it } from 'vitest';
import type { AmbushEvent, PayloadOf } from '../../../machines/kernel/events/registry.ts';
import {
  brokenReasons,
  createExpectationRecord,
  type ExpectationReport,
  expectationDoubts,
} from '../../../machines/report/expectations.ts';
import { createStream, goodRun, inputOf, planOf, reportOf } from './stream.ts';

const plan = {
  ...planOf(),
  expect: [
    { is: 'finally', text: 'crashes == 0' },
    { is: 'sometimes', text: 'cpu_load > 0.9' },
    { is: 'recovered', withinMs: 10_000, when: null },
  ],
} as const;
const judged: PayloadOf<'expectation.judged'> = {
  ...{ atMs: 12_000.00049, index: 1, kind: 'sometimes', expects: 'cpu_load > 0.9' },
  ...{ judgement: 'kept', saw: { cpu_load: 0.95 } },
};

function recordOf(tell: (stream: ReturnType<typeof createStream>) => void) {
  const stream = createStream();
  tell(stream);
  const record = createExpectationRecord();
  for (const event of stream.said) record.take(event as AmbushEvent);
  return record;
}

it('keeps the order of the file, and the first word on each', () => {
  const record = recordOf((stream) => {
    stream.say('expectation.judged', judged);
    stream.say('expectation.judged', { ...judged, judgement: 'broken' });
  });
  expect(record.part(plan)).toEqual([
    { expects: 'crashes == 0', kind: 'finally', judgement: 'unjudged', at_ms: null, saw: {} },
    {
      ...{ expects: 'cpu_load > 0.9', kind: 'sometimes', judgement: 'kept', at_ms: 12_000 },
      saw: { cpu_load: 0.95 },
    },
    {
      ...{ expects: 'recovered within 10s', kind: 'recovered', judgement: 'unjudged' },
      ...{ at_ms: null, saw: {} },
    },
  ]);
  expect(record.part(planOf())).toBeUndefined();
  expect(record.recovered()).toBeNull();
});

it('remembers when the target was well again', () => {
  const told = { atMs: 1, afterMs: 2, saw: { up: true } };
  const record = recordOf((stream) => stream.say('target.recovered', told));
  expect(record.recovered()).toEqual(told);
});

const one = (part: Partial<ExpectationReport>): ExpectationReport => ({
  ...{ expects: 'a > 1', kind: 'always', judgement: 'broken', at_ms: 1_500, saw: { a: 0.12345 } },
  ...part,
});

describe('in words', () => {
  it('tells what was broken', () => {
    expect(
      brokenReasons([
        one({}),
        one({ kind: 'sometimes' }),
        one({ kind: 'finally', saw: {} }),
        one({ kind: 'recovered', expects: 'recovered within 5s', saw: { up: false } }),
        one({ judgement: 'kept' }),
        one({ judgement: 'unavailable' }),
      ]),
    ).toEqual([
      'Expected a > 1 at all times, which was broken at 1.5 s: a was 0.123.',
      'Expected a > 1 to be seen at least once, which it was not: a was 0.123.',
      'Expected a > 1 in the end, which did not hold.',
      'Expected the target to be well again (recovered within 5s), which it was not: up was false.',
    ]);
  });

  it('tells what is not known, and what was not heard of a run that was whole', () => {
    const unknown = [
      one({ judgement: 'unavailable', saw: { a: null, b: 1 } }),
      one({ judgement: 'unavailable', saw: {} }),
      one({ judgement: 'unjudged' }),
      one({}),
    ];
    const doubts = [
      'Whether a > 1 held could not be judged: nothing is known of a.',
      'Whether a > 1 held could not be judged.',
    ];
    expect(expectationDoubts(unknown, false)).toEqual(doubts);
    expect(expectationDoubts(unknown, true)).toEqual([
      ...doubts,
      'Nothing was heard of what became of a > 1.',
    ]);
  });
});

it('decides the verdict of the whole', () => {
  const verdictOf = (...tell: readonly PayloadOf<'expectation.judged'>[]) => {
    const run = goodRun();
    for (const payload of tell) run.say('expectation.judged', payload);
    const { ambush } = reportOf(inputOf({ ...plan, expect: [plan.expect[0]] }), run.said);
    return [ambush.run.verdict, ambush.expectations?.[0]?.judgement];
  };
  const told = { ...judged, index: 0 };
  expect(verdictOf(told)).toEqual(['pass', 'kept']);
  expect(verdictOf({ ...told, judgement: 'broken' })).toEqual(['fail', 'broken']);
  expect(verdictOf({ ...told, judgement: 'unavailable' })).toEqual(['inconclusive', 'unavailable']);
  expect(verdictOf()).toEqual(['inconclusive', 'unjudged']);
});
