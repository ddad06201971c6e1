/**
 * Goal: the report is the fold of the log, whatever the order of arrival and however many
 * lives. Method: streams by hand, whole reports as golden files, random interleavings and
 * random runs against the laws that every report keeps.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import { createReportFold } from '../../../machines/report/fold.ts';
import { crashedRun, stillbornRun } from './runs.ts';
import {
  createStream,
  goodRun,
  inputOf,
  lifeOf,
  outcomeOf,
  planned,
  planOf,
  reportOf,
  threeEvents,
} from './stream.ts';

const printed = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

describe('whole reports', () => {
  it('of a run that found two crashes', async () => {
    const { said, outcome } = crashedRun();
    const report = reportOf({ ...inputOf(), source: 'src' }, said, outcome);
    await expect(printed(report)).toMatchFileSnapshot('../../golden/report-crashed.json');
  });

  it('of a good run: a pass with a full score', () => {
    const { ambush, overall_assessment, timeline } = reportOf(
      inputOf(),
      goodRun().said,
      outcomeOf(),
    );
    expect([ambush.run.verdict, ambush.run.reasons, overall_assessment]).toEqual([
      'pass',
      [],
      { robustness_score: 100, critical_issues: [], recommendations: [] },
    ]);
    expect(ambush.segments.map(({ start_ms, active }) => [start_ms, ...active])).toEqual([
      [0],
      [0.5, 'spike'],
      [2_000.25, 'spike', 'hold'],
      [4_000, 'hold'],
      [6_000.125, 'again', 'hold'],
      [8_000, 'again'],
      [10_000],
    ]);
    expect([ambush.target.lives[0]?.start_ms, ambush.run.duration_ms]).toEqual([-900, 13_500]);
    expect(timeline.events.map(({ intensity, args, ran }) => [intensity, args, ran])).toEqual([
      ['Heavy', [], true],
      ['Medium', ['intensity=10%..90%'], true],
      ['Medium', ['intensity=25%'], true],
    ]);
  });

  it('of a run whose target died before it was ready: a crash in no segment', () => {
    const { said, outcome } = stillbornRun();
    const { ambush, total_crashes } = reportOf(inputOf(), said, outcome);
    expect([total_crashes, ambush.run.verdict, ambush.run.origin_ms]).toEqual([1, 'fail', null]);
    expect(ambush.run.reasons[0]).toBe(
      'The target crashed before the timeline began (exit status 1).',
    );
    expect(ambush.target.lives[0]).toMatchObject({ start_ms: 100, end_ms: 300 });
    expect(ambush.events.map(({ state, outcome: met }) => [state, met])).toEqual([
      ['skipped', null],
      ['skipped', null],
      ['skipped', null],
    ]);
  });
});

describe('crashes', () => {
  it('before the origin are in no segment, with a negative offset', () => {
    const stream = createStream();
    stream.say('target.started', { atMs: 100, life: 1, pid: 1 });
    stream.say('target.crashed', { atMs: 400, life: 1, code: 1, active: [] });
    stream.begin();
    stream.end();
    const { crashes } = reportOf(inputOf(), stream.said, outcomeOf()).ambush;
    expect(crashes).toMatchObject([{ at_ms: -600, segment: null, active: [], chain: [] }]);
  });

  it.each([
    ['spike', 1],
    ['next', 2],
  ])('at an edge belong to the side where %s was told active', (told, segment) => {
    const [spike] = threeEvents;
    const next = planned({ id: 'next', startMs: 4_000, durationMs: 2_000 });
    const stream = createStream();
    stream.begin();
    stream.start(spike, 1);
    stream.stop(spike, 4_000);
    stream.start(next, 4_000);
    const crash = { atMs: 4_000, life: 1, signal: 'SIGABRT' };
    stream.say('target.crashed', { ...crash, active: [told] });
    stream.stop(next, 6_000);
    stream.end();
    const input = inputOf(planOf([spike, next]));
    const { ambush, attack_results } = reportOf(input, stream.said, outcomeOf());
    expect(ambush.crashes).toMatchObject([{ segment, active: [told] }]);
    const hurt = ambush.events.filter((event) => event.outcome === 'crash').map(({ id }) => id);
    expect([hurt, ambush.segments[segment]?.failures]).toEqual([
      [told],
      [{ kind: 'crash', at_ms: 4_000, detail: 'SIGABRT' }],
    ]);
    expect(attack_results[0]).toMatchObject({ success: false, crashes: [{ signal: 'SIGABRT' }] });
  });

  it('come in the order of time, whichever was told first', () => {
    const stream = createStream();
    stream.begin();
    for (const [life, atMs] of [
      [2, 9_000],
      [1, 3_000],
    ] as const) {
      stream.say('target.crashed', { atMs, life, code: life, active: [] });
    }
    stream.end();
    const { ambush } = reportOf(inputOf(), stream.said, outcomeOf());
    expect(ambush.crashes.map(({ at_ms }) => at_ms)).toEqual([3_000, 9_000]);
    expect(ambush.run.reasons[0]).toContain('at 3.0 s');
  });

  it('that only a life tells of are counted too, and once', () => {
    const outcome = { kind: 'signalled', signal: 'SIGKILL' } as const;
    const lives = [lifeOf({ outcome, endMs: 53_000 })];
    const report = reportOf(inputOf(), goodRun().said, outcomeOf({ lives }));
    expect([report.total_crashes, report.ambush.crashes]).toMatchObject([
      1,
      [{ at_ms: 3_000, active: ['spike', 'hold'], chain: [], eventId: null }],
    ]);
    const { said, outcome: told } = crashedRun();
    expect(reportOf(inputOf(), said, told).total_crashes).toBe(2);
  });
});

it('counts the length of a run without an end from the last word after the origin', () => {
  const stream = createStream();
  stream.say('target.ready', { atMs: 5_000, life: 1 });
  stream.begin();
  stream.sample(500);
  const { run } = reportOf(inputOf(), stream.said, outcomeOf({ lives: [] })).ambush;
  expect(run.duration_ms).toBe(1_500);
});

it('keeps secrets of the environment out of the report', () => {
  const plan = planOf();
  const secret = { ...plan, program: { ...plan.program, env: { TOKEN: 'hunter2-canary' } } };
  const { said, outcome } = crashedRun();
  const lives = outcome.lives.map((life) => {
    return { ...life, outputTail: 'key hunter2-canary', stderrTail: '2-canary hunter2-canary' };
  });
  const text = JSON.stringify(reportOf(inputOf(secret), said, { ...outcome, lives }));
  expect([text.includes('canary'), text.includes('[redacted TOKEN]')]).toEqual([false, true]);
});

/** The same log as it might have arrived: telemetry and the words of each clip drift apart. */
function interleaved(said: readonly Envelope[], delays: readonly number[]): Envelope[] {
  const lane = ({ payload, type }: Envelope) => String(payload.clipId ?? type.split('.')[0]);
  const clock = new Map<string, number>();
  const timed = said.map((envelope, index) => {
    const delay = delays[index % delays.length] ?? 0;
    const due = Math.max(clock.get(lane(envelope)) ?? 0, index + delay);
    clock.set(lane(envelope), due);
    return { envelope, due, index };
  });
  return timed.sort((a, b) => a.due - b.due || a.index - b.index).map(({ envelope }) => envelope);
}

describe('laws of every report', () => {
  it('do not depend on how lanes interleave', () => {
    const { said, outcome } = crashedRun();
    const opening = said.slice(0, 3);
    const expected = reportOf(inputOf(), said, outcome);
    const delays = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(delays, (some) => {
        const arrived = [...opening, ...interleaved(said.slice(3), some)];
        expect(reportOf(inputOf(), arrived, outcome)).toEqual(expected);
      }),
    );
  });

  const clips = fc.array(
    fc.record({
      startMs: fc.integer({ min: 0, max: 9_000 }),
      durationMs: fc.integer({ min: 1, max: 5_000 }),
      lateMs: fc.integer({ min: 0, max: 50 }),
      share: fc.double({ min: 0, max: 1.2, noNaN: true }),
      fate: fc.constantFrom('stop', 'fail', 'skip', 'silence'),
    }),
    { minLength: 1, maxLength: 6 },
  );
  const crashTimes = fc.array(fc.integer({ min: 0, max: 14_000 }), { maxLength: 4 });

  it('hold for random runs: tiled segments, consistent crashes, sums, verdict and score', () => {
    fc.assert(
      fc.property(clips, crashTimes, (some, crashes) => {
        const events = some.map((one, n) => planned({ id: `e${n}`, ...one }));
        const stream = createStream();
        stream.begin();
        for (const [n, { startMs, durationMs, lateMs, share, fate }] of some.entries()) {
          const event = events[n];
          if (!event) continue;
          const clipId = event.id;
          if (fate === 'skip') stream.say('clip.skipped', { atMs: 0, clipId, reason: 'so' });
          else stream.start(event, startMs + lateMs);
          if (fate === 'stop') stream.stop(event, startMs + durationMs + lateMs, share);
          const failed = { atMs: startMs + lateMs + durationMs, clipId, reason: 'died' };
          if (fate === 'fail') stream.say('clip.failed', failed);
        }
        for (let atMs = 0; atMs <= 14_000; atMs += 500) stream.sample(atMs, atMs / 14_000);
        for (const [n, atMs] of crashes.entries()) {
          stream.say('target.crashed', { atMs, life: n + 1, signal: 'SIGBUS', active: [] });
        }
        stream.end(15_000);
        const report = reportOf(inputOf(planOf(events)), stream.said, outcomeOf());
        const { run, segments, metrics, events: told } = report.ambush;
        for (const [index, segment] of segments.entries()) {
          expect(segment.end_ms).toBe(segments[index + 1]?.start_ms ?? 15_000);
        }
        for (const crash of report.ambush.crashes) {
          const segment = segments[crash.segment ?? -1];
          expect(segment?.active).toEqual(crash.active);
        }
        const counts = segments.map(({ host }) => host.cpu_load?.samples ?? 0);
        expect(counts.reduce((sum, one) => sum + one, 0)).toBe(metrics.host.cpu_load?.samples);
        const fails = crashes.length > 0;
        const sound = told.every(({ state, dose, whole }) => state === 'done' && whole && dose?.ok);
        expect(run.verdict).toBe(fails ? 'fail' : sound ? 'pass' : 'inconclusive');
        expect(run.reasons.length === 0).toBe(run.verdict === 'pass');
        const { robustness_score } = report.overall_assessment;
        expect(robustness_score <= (run.verdict === 'pass' ? 100 : 99)).toBe(true);
        expect(robustness_score >= 0).toBe(true);
        expect(JSON.stringify(report)).not.toMatch(/NaN|Infinity/);
      }),
    );
  });

  it('comes out the same when asked twice', () => {
    const fold = createReportFold(inputOf());
    const { said, outcome } = crashedRun();
    for (const envelope of said) fold.take(envelope);
    expect(fold.finish(outcome.lives)).toEqual(fold.finish(outcome.lives));
  });
});

it('tells what failed in its segment, what was dropped and missed, and no secret', () => {
  const stream = createStream();
  const [spike, , hold] = threeEvents;
  stream.begin();
  stream.start(spike);
  stream.start(hold);
  stream.sample(500);
  stream.say('clip.failed', { atMs: 3_000, clipId: 'hold', reason: 'the stressor died' });
  const range = { oldestSeq: 1, newestSeq: 3 };
  const dropped = { stage: 'lane-b', reason: 'queue_full', droppedCount: 3, ...range };
  stream.say('event.dropped', dropped);
  stream.stop(spike, 4_000);
  stream.end();
  const plan = { ...planOf(), program: { command: 'x', args: [], env: { KEY: 'hunter2' } } };
  const outcome = { kind: 'hung', reason: 'no answer to hunter2' } as const;
  const tails = { outputTail: 'unter2 hunter2', stderrTail: 'unter2' };
  const whole = lifeOf({ outcome, ...tails, outputBytes: 14 });
  const cut = lifeOf({ life: 2, ...tails, outputBytes: 15 });
  const { ambush } = reportOf(inputOf(plan), stream.said, outcomeOf({ lives: [whole, cut] }));
  const failures = ambush.segments.map((segment) => segment.failures);
  expect(failures.filter(({ length }) => length > 0)).toEqual([
    [{ kind: 'event-failed', at_ms: 3_000, detail: 'hold: the stressor died' }],
  ]);
  expect(ambush.run.dropped_telemetry).toBe(3);
  expect(ambush.target.lives.map(({ output_tail, stderr_tail }) => [output_tail, stderr_tail]))
    // The whole output begins with what only looks like the end of a secret.
    .toEqual([
      ['unter2 [redacted KEY]', '[redacted KEY]'],
      ['[redacted KEY] [redacted KEY]', '[redacted KEY]'],
    ]);
  expect(ambush.target.lives[0]?.outcome).toEqual({
    ...{ kind: 'hung', reason: 'no answer to [redacted KEY]' },
  });
});

it('counts the crashes that it does not keep', () => {
  const stream = createStream();
  stream.begin();
  for (let life = 1; life <= 1_002; life += 1) {
    stream.say('target.crashed', { atMs: life, life, code: 1, active: [] });
  }
  stream.end();
  const { total_crashes, ambush, overall_assessment } = reportOf(inputOf(), stream.said);
  expect([total_crashes, ambush.crashes.length]).toEqual([1_002, 1_000]);
  expect(ambush.run.reasons[1]).toBe('It crashed 1002 times in all.');
  expect(overall_assessment.robustness_score).toBe(0);
});
