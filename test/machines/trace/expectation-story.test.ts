/**
 * Goal: of each kind of expectation, however it ended, the answer is one sentence that says when and
 * why; and it is found by all the names that people give it.
 * Method: facts of one expectation, varied.
 */
import { expect, it } from 'vitest';
import {
  type ExpectationFacts,
  expectationStoryOf,
  findExpectation,
  handleOf,
} from '../../../machines/trace/expectation-story.ts';

const facts: ExpectationFacts = {
  ...{ number: 1, expects: 'crashes == 0', kind: 'always', judgement: 'broken', atMs: 12_500 },
  ...{ saw: {}, recovered: null, playing: ['spike', 'flood'], mishaps: [], silent: [] },
};
const silent = [{ signal: 'q', atMs: 2_500, untilMs: null, reason: 'refused', readers: [] }];

it.each<readonly [string, Partial<ExpectationFacts>, string, string | null]>([
  ['always, broken', {}, 'It did not hold at +12.5 s: that was the first time', 'were playing'],
  ['always, alone', { playing: [] }, 'the first time', 'No stress was on then.'],
  ['always, with one', { playing: ['spike'] }, 'the first time', 'spike was playing then.'],
  ['always, kept', { judgement: 'kept' }, 'held at every tick at which it had figures', null],
  ['sometimes, kept', { kind: 'sometimes', judgement: 'kept' }, 'seen to hold at +12.5 s', 'were'],
  ['sometimes, broken', { kind: 'sometimes' }, 'It did not hold at any tick', null],
  ['finally, broken', { kind: 'finally' }, 'did not hold when the run was over, at +12.5 s.', null],
  ['finally, kept', { kind: 'finally', judgement: 'kept' }, 'It held when the run was over,', null],
  [
    'recovered, kept',
    { kind: 'recovered', judgement: 'kept', recovered: { atMs: 9_000, afterMs: 1_500 } },
    // It may be known only later that it was the last one.
    'The target was well again at +9.0 s, 1.5 s after the last stress.',
    null,
  ],
  ['recovered, broken', { kind: 'recovered' }, 'not well again in time; that was known at', null],
  ['never known', { judgement: 'unavailable' }, 'Nothing was known of it at any tick.', null],
  ['silent', { judgement: 'unavailable', silent }, 'at any tick: q had no figure.', null],
  ['cut', { judgement: 'unjudged' }, 'cut short at +12.5 s, which leaves it open', null],
  ['unheard', { judgement: 'unjudged', atMs: null }, 'The run was cut short, which', null],
])('%s', (_, more, answer, meanwhile) => {
  const story = expectationStoryOf({ ...facts, ...more });
  expect(story.answer).toContain(answer);
  if (meanwhile === null) expect(story.meanwhile).toBeNull();
  else expect(story.meanwhile).toContain(meanwhile);
});

it('is found by its text, its beginning, its kind and its number', () => {
  const all = [
    facts,
    { ...facts, number: 2, kind: 'sometimes' as const },
    { ...facts, number: 3, expects: 'recovered within 10s', kind: 'recovered' as const },
    { ...facts, number: 4, expects: 'p95(q) < 200', kind: 'finally' as const },
  ];
  const found = (word: string) => findExpectation(all, word)?.number;
  expect(all.map(handleOf)).toEqual(['expect-1', 'expect-2', 'expect-3', 'expect-4']);
  expect(found('crashes==0')).toBe(1);
  expect(found('sometimes: crashes == 0')).toBe(2);
  expect(found('sometimes crashes == 0')).toBe(2);
  expect(found('expect-4')).toBe(4);
  expect(found('recovered')).toBe(3);
  expect(found('p95( q )')).toBe(4);
  // Of two that begin so, or of a letter or two, nobody knows which is meant.
  expect(found('crashes')).toBeUndefined();
  expect(found('p9')).toBeUndefined();
  expect(found('latency')).toBeUndefined();
});
