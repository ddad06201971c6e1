/**
 * Goal: score, axes and levels answer for the evidence. Method: the formula by hand, and its
 * laws on random events; the nearest level on every dose of the table.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventReport } from '../../../machines/report/ambush.ts';
import {
  nearestLevel,
  robustnessScore,
  weaknessPenalty,
} from '../../../machines/report/assessment.ts';
import { crashedRun } from './runs.ts';
import {
  createStream,
  doses,
  facts,
  inputOf,
  outcomeOf,
  planned,
  planOf,
  reportOf,
} from './stream.ts';

function eventOf(part: Partial<EventReport> = {}): EventReport {
  return {
    id: 'a',
    axis: 'cpu',
    track: 'cpu',
    state: 'done',
    outcome: 'survived',
    planned: { start_ms: 0, end_ms: 1_000 },
    actual: { start_ms: 0, end_ms: 1_000 },
    start_skew_ms: 0,
    whole: true,
    intensity: 'heavy',
    dose: { unit: 'percent', asked: 75, delivered: 75, ok: true, detail: {}, limited: [] },
    cause: null,
    ...part,
  };
}

const short = { unit: 'percent', asked: 75, delivered: 30, ok: false, detail: {}, limited: [] };

describe('score', () => {
  it.each([
    ['all survived', [eventOf(), eventOf()], 0, 'pass', 100],
    ['half skipped', [eventOf(), eventOf({ actual: null, dose: null })], 0, 'inconclusive', 50],
    ['too little of a dose', [eventOf({ dose: short })], 0, 'inconclusive', 40],
    ['all survived, yet inconclusive', [eventOf()], 0, 'inconclusive', 99],
    ['one of two crashed', [eventOf(), eventOf({ outcome: 'crash' })], 1, 'fail', 40],
    ['crashes beyond number', [eventOf()], 50, 'fail', 0],
    ['nothing planned', [], 0, 'inconclusive', 0],
    [
      'cut in half',
      [eventOf({ whole: false, actual: { start_ms: 0, end_ms: 500 } })],
      0,
      'pass',
      50,
    ],
    [
      'a long one cut in half beside a short one, later in the run',
      [
        eventOf({
          whole: false,
          planned: { start_ms: 10_000, end_ms: 13_000 },
          actual: { start_ms: 10_000, end_ms: 11_500 },
        }),
        eventOf(),
      ],
      0,
      'inconclusive',
      62,
    ],
    ['the program came to its own end', [eventOf({ outcome: 'exit' })], 0, 'pass', 100],
    ['hung', [eventOf({ outcome: 'hang' })], 0, 'inconclusive', 0],
  ] as const)('%s', (_name, events, weaknesses, verdict, score) => {
    expect(robustnessScore(events, weaknesses, verdict)).toBe(score);
  });

  it('is 0 to 100, 100 for a pass only, and less with every weakness', () => {
    const some = fc.array(
      fc.record({ outcome: fc.constantFrom('survived', 'crash', null), whole: fc.boolean() }),
      { minLength: 1, maxLength: 10 },
    );
    const verdicts = fc.constantFrom('pass', 'fail', 'inconclusive');
    fc.assert(
      fc.property(some, verdicts, fc.nat({ max: 12 }), (parts, verdict, weaknesses) => {
        const events = parts.map((part) => eventOf(part));
        const score = robustnessScore(events, weaknesses, verdict);
        const worse = robustnessScore(events, weaknesses + 1, verdict);
        expect(score >= 0 && score <= (verdict === 'pass' ? 100 : 99)).toBe(true);
        expect(worse).toBe(Math.max(0, score - weaknessPenalty));
      }),
    );
  });
});

describe('results by axis', () => {
  it('count time once where events overlap, and name crashes under every axis they hit', () => {
    const { said, outcome } = crashedRun();
    const { attack_results } = reportOf(inputOf(), said, outcome);
    expect(
      attack_results.map(({ axis, success, exit_code, duration, crashes, peak_memory }) => {
        return [axis, success, exit_code, duration.secs, crashes.length, peak_memory];
      }),
    ).toEqual([
      ['cpu', false, 3, 7, 2, 10_495_260],
      ['memory', false, null, 6, 1, 10_493_260],
    ]);
  });

  it('count overlapping stress once, and do not call what was cut short run', () => {
    const first = planned({ id: 'first', startMs: 0, durationMs: 4_000 });
    const second = planned({ id: 'second', startMs: 2_000, durationMs: 6_000 });
    const stream = createStream();
    stream.begin();
    for (const event of [first, second]) stream.start(event);
    stream.stop(first, 4_000);
    stream.stop(second, 5_000);
    stream.end();
    const input = inputOf(planOf([first, second]));
    const { attack_results, timeline } = reportOf(input, stream.said, outcomeOf());
    expect(attack_results[0]?.duration).toEqual({ secs: 5, nanos: 0 });
    expect(timeline.events.map(({ ran, duration }) => [ran, duration.secs])).toEqual([
      [true, 4],
      [false, 3],
    ]);
  });

  it('say why an axis was not tried', () => {
    const { attack_results } = reportOf(inputOf(), createStream().said, outcomeOf());
    expect(attack_results[0]).toMatchObject({
      axis: 'cpu',
      success: false,
      skipped: true,
      skip_reason: 'the run ended before it could start',
      duration: { secs: 0, nanos: 0 },
    });
  });
});

it('names the nearest level, of two equally near the weaker', () => {
  const levels = [1, 25, 37.5, 38, 62, 63, 88, 100].map((value) => {
    const dose = { unit: 'percent', from: value, to: value } as const;
    return nearestLevel(planned({ id: 'a', startMs: 0, durationMs: 1, dose }), doses, facts);
  });
  expect(levels).toEqual([
    'Light',
    'Light',
    'Light',
    'Medium',
    'Medium',
    'Heavy',
    'Extreme',
    'Extreme',
  ]);
});
