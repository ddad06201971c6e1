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
  lifeOf,
  outcomeOf,
  planned,
  planOf,
  reportOf,
  type Stream,
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

  it('count overlapping stress once in whatever order the timeline has it', () => {
    const early = planned({ id: 'early', startMs: 0, durationMs: 4_000 });
    const late = planned({ id: 'late', startMs: 2_000, durationMs: 4_000 });
    const stream = createStream();
    stream.begin();
    for (const event of [early, late]) stream.start(event);
    stream.stop(early, 4_000);
    stream.stop(late, 6_000);
    stream.end();
    const { attack_results } = reportOf(inputOf(planOf([late, early])), stream.said);
    expect(attack_results[0]?.duration).toEqual({ secs: 6, nanos: 0 });
  });

  it.each([
    ['exited', 'target.exited', { code: 0 }, true, 0],
    ['hung', 'target.hung', { reason: 'no answer' }, false, 0],
    ['crashed', 'target.crashed', { code: 3 }, false, 1],
  ] as const)('are a success unless the target %s', (_name, type, how, success, crashes) => {
    const spike = planned({ id: 'spike', startMs: 0, durationMs: 4_000 });
    const stream = createStream();
    stream.begin();
    stream.start(spike);
    stream.say(type as 'target.crashed', { atMs: 2_000, life: 1, active: ['spike'], ...how });
    stream.stop(spike, 4_000);
    stream.end();
    const [attack] = reportOf(inputOf(planOf([spike])), stream.said).attack_results;
    expect([attack?.success, attack?.crashes.length]).toEqual([success, crashes]);
  });

  it('say every reason for which an axis was not tried', () => {
    const events = ['a', 'b'].map((id) => planned({ id, startMs: 0, durationMs: 1_000 }));
    const stream = createStream();
    stream.begin();
    stream.say('clip.failed', { atMs: 0, clipId: 'a', reason: 'no memory' });
    stream.say('clip.skipped', { atMs: 0, clipId: 'b', reason: 'the target had ended' });
    stream.end();
    const [attack] = reportOf(inputOf(planOf(events)), stream.said).attack_results;
    expect(attack?.skip_reason).toBe('no memory; the target had ended');
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

describe('advice', () => {
  const spike = planned({ id: 'spike', startMs: 0, durationMs: 4_000 });
  function advised(tell: (stream: Stream) => void, lives = [lifeOf()]) {
    const stream = createStream();
    stream.begin();
    stream.start(spike);
    tell(stream);
    stream.stop(spike, 4_000);
    stream.end();
    const report = reportOf(inputOf(planOf([spike])), stream.said, outcomeOf({ lives }));
    return report.overall_assessment;
  }
  const stuck = { kind: 'unkillable', reason: 'Stuck in a read.' } as const;
  const inKernel = 'Find out what the target waits for in the kernel: not even SIGKILL ended it.';

  it('is to look into the kernel for what nothing ends, which is a weakness', () => {
    const unkillable = lifeOf({ outcome: stuck, killed: true });
    expect(advised(() => {}, [unkillable])).toEqual({
      robustness_score: 89,
      critical_issues: ['The target could not be ended in life 1: stuck in a read.'],
      recommendations: [inKernel],
    });
    const both = [unkillable, lifeOf({ life: 2, killed: true })];
    expect(advised(() => {}, both).recommendations).toEqual([
      inKernel,
      'Make the target end within 5 s of SIGTERM: it had to be killed.',
    ]);
  });

  it('is to find out why it does not answer', () => {
    const hung = advised(({ say }) => {
      say('target.hung', { atMs: 1_000, life: 1, active: ['spike'], reason: 'no answer' });
    });
    expect(hung).toEqual({
      robustness_score: 0,
      critical_issues: ['The target hung at 1.0 s while spike was active (no answer).'],
      recommendations: ['Find out what the target waits for when it does not answer: no answer.'],
    });
  });

  it('is to play alone what was active at a crash, if anything was', () => {
    const crash = (atMs: number) => (stream: Stream) => {
      const active = atMs < 4_000 ? ['spike'] : [];
      stream.say('target.crashed', { atMs, life: 1, signal: 'SIGBUS', active });
    };
    expect(advised(crash(1_000)).recommendations).toEqual([
      'Look for SIGBUS in the output of life 1. Play spike alone to narrow it down.',
    ]);
    expect(advised(crash(6_000)).recommendations).toEqual([
      'Look for SIGBUS in the output of life 1.',
    ]);
  });
});
