/**
 * Goal: the verdict is right, and its reasons read well. Method: one run per reason, with the
 * whole list of sentences.
 */
import { describe, expect, it } from 'vitest';
import { fullLoadMin } from '../../../machines/report/verdict.ts';
import { crashedRun } from './runs.ts';
import {
  createStream,
  goodRun,
  hold,
  inputOf,
  lifeOf,
  type Outcome,
  originMs,
  outcomeOf,
  planned,
  planOf,
  reportOf,
  type Stream,
} from './stream.ts';

const spike = planned({ id: 'spike', startMs: 0, durationMs: 4_000 });
const late = planned({ id: 'late', startMs: 8_000, durationMs: 2_000 });

/** A run of `spike` and perhaps more, told by `tell`. */
function judged(
  tell: (stream: Stream) => void,
  outcome: Partial<Outcome> = {},
  events = [spike],
): readonly [string, ...string[]] {
  const stream = createStream();
  stream.begin();
  tell(stream);
  stream.end();
  const report = reportOf(inputOf(planOf(events)), stream.said, outcomeOf(outcome));
  return [report.ambush.run.verdict, ...report.ambush.run.reasons];
}

function underLoad(load: number, share: number, limit?: string) {
  return (stream: Stream) => {
    stream.start(spike);
    for (let atMs = 500; atMs < 4_000; atMs += 500) stream.sample(atMs, load);
    if (limit) stream.say('stressor.limited', { atMs: 500, clipId: 'spike', reason: limit });
    stream.stop(spike, 4_000, share);
  };
}

describe('pass', () => {
  it('when all happened, and the target survived', () => {
    expect(judged(underLoad(0.5, 0.9))).toEqual(['pass']);
  });

  it('when the target had to be killed in the end, which is advice and no weakness', () => {
    const outcome = outcomeOf({ lives: [lifeOf({ killed: true })] });
    const report = reportOf(inputOf(), goodRun().said, outcome);
    expect([report.ambush.run.verdict, report.overall_assessment.recommendations]).toEqual([
      'pass',
      ['Make the target end within 5 s of SIGTERM: it had to be killed.'],
    ]);
  });

  it('when the target finished its work after every event had started', () => {
    const finished = judged((stream) => {
      stream.start(spike);
      stream.say('target.exited', { atMs: 2_000, life: 1, code: 0, active: ['spike'] });
      stream.say('run.stop.requested', { atMs: 2_001, reason: 'target-gone' });
      stream.stop(spike, 2_050);
    });
    expect(finished).toEqual(['pass']);
  });
});

describe('inconclusive, and why', () => {
  it.each([
    [
      'fair share exhausted',
      underLoad(fullLoadMin, 0.5),
      "spike got 37.5 % of the 75 % asked (50 %): fair share exhausted, the host's cores were 95 % busy.",
    ],
    [
      'limit reached',
      underLoad(1, 0.5, 'limits.memory of 80 %'),
      'spike got 37.5 % of the 75 % asked (50 %): limit reached, limits.memory of 80 %.',
    ],
    [
      'no known reason',
      underLoad(0.3, 0.79),
      "spike got 59.3 % of the 75 % asked (79 %): no limit was told, and the host's cores were 30 % busy on average.",
    ],
    [
      'cut short',
      (stream: Stream) => {
        stream.start(spike);
        stream.stop(spike, 1_000);
      },
      'spike was cut short: it ran 1.0 s of 4.0 s.',
    ],
    [
      'failed',
      (stream: Stream) => {
        stream.say('clip.failed', { atMs: 0, clipId: 'spike', reason: 'ENOMEM' });
      },
      'spike failed: ENOMEM.',
    ],
    ['skipped', () => {}, 'spike was skipped: the run ended before it could start.'],
  ])('%s', (_name, tell, reason) => {
    expect(judged(tell)).toEqual(['inconclusive', reason]);
  });

  it.each([
    ['interrupted', 'interrupt', undefined, 'The run was interrupted at 4.1 s.'],
    ['aborted', 'abort', 'memory floor', 'The run was aborted at 4.1 s: memory floor.'],
    ['errored', 'hands-failed', 'EPIPE', 'The run broke down at 4.1 s: EPIPE.'],
    [
      'errored',
      'hands-failed',
      'The daemon died.',
      'The run broke down at 4.1 s: the daemon died.',
    ],
  ] as const)('%s', (status, reason, detail, sentence) => {
    const tell = (stream: Stream) => {
      underLoad(0.5, 1)(stream);
      const said = detail === undefined ? {} : { detail };
      stream.say('run.stop.requested', { atMs: 4_100, reason, ...said });
    };
    expect(judged(tell, { status })).toEqual(['inconclusive', sentence]);
  });

  it('cut short by itself although the run then went on to its duration', () => {
    const last = planned({ id: 'last', startMs: 11_000, durationMs: 1_000 });
    const tell = (stream: Stream) => {
      stream.start(last);
      stream.stop(last, 11_850);
      stream.say('run.stop.requested', { atMs: 12_000, reason: 'duration' });
    };
    const sentence = 'last was cut short: it ran 0.8 s of 1.0 s.';
    expect(judged(tell, {}, [last])).toEqual(['inconclusive', sentence]);
  });

  it('ended by itself before every event had started', () => {
    const tell = (stream: Stream) => {
      underLoad(0.5, 1)(stream);
      stream.say('target.exited', { atMs: 5_000, life: 1, code: 0, active: [] });
      const why = { reason: 'the target had ended' };
      for (const clipId of ['late', 'hold'])
        stream.say('clip.skipped', { atMs: 5_000, clipId, ...why });
    };
    expect(judged(tell, {}, [spike, late, hold])).toEqual([
      'inconclusive',
      'The target ended by itself at 5.0 s with status 0, before late and hold had started.',
      'late and hold were skipped: the target had ended.',
    ]);
  });

  it('never ready, or never started', () => {
    const stream = createStream();
    const hung = { atMs: 10_000, life: 1, reason: 'no connection on port 8080 within 10 s' };
    stream.say('target.hung', { ...hung, active: [] });
    const failed = { kind: 'spawn-failed', reason: 'ENOENT' } as const;
    const lives = [lifeOf({ outcome: failed, pid: null })];
    const outcome = outcomeOf({ status: 'errored', lives });
    const { run } = reportOf(inputOf(planOf([])), stream.said, outcome).ambush;
    expect([run.verdict, ...run.reasons]).toEqual([
      'inconclusive',
      'The run broke down.',
      'The timeline has no events, so nothing was tried.',
      'Life 1 of the target could not be started: ENOENT.',
      'The target never became ready: no connection on port 8080 within 10 s.',
    ]);
  });
});

describe('fail', () => {
  it('keeps what is inconclusive after what decided it', () => {
    const { said, outcome } = crashedRun();
    const { run } = reportOf(inputOf(), said, outcome).ambush;
    expect([run.verdict, ...run.reasons]).toEqual([
      'fail',
      'The target crashed at 3.0 s while spike and hold were active (SIGSEGV).',
      'It crashed 2 times in all.',
      "again got 35 % of the 50 % asked (70 %): fair share exhausted, the host's cores were 99 % busy.",
      'hold got 512 MiB of the 1 GiB asked (50 %): limit reached, memory limit of 80 %.',
    ]);
  });

  it('by a hang under stress, told by an event or by the life alone', () => {
    const outcome = { kind: 'hung', reason: 'no answer' } as const;
    const lives = [lifeOf({ outcome, endMs: originMs + 5_000 })];
    const told = judged((stream) => {
      underLoad(0.5, 1)(stream);
      const at = { atMs: 3_000, life: 1, active: ['spike'] };
      stream.say('target.hung', { ...at, reason: 'no answer' });
    });
    expect(told).toEqual(['fail', 'The target hung at 3.0 s while spike was active (no answer).']);
    expect(judged(underLoad(0.5, 1), { lives })).toEqual([
      'fail',
      'The target hung in life 1 (no answer).',
    ]);
  });
});

describe('at the edge of the timeline', () => {
  it.each([
    [-1, 'The target crashed before the timeline began (exit status 1).'],
    [0, 'The target crashed at 0.0 s while no event was active (exit status 1).'],
  ])('a crash at %d ms', (atMs, reason) => {
    const tell = (stream: Stream) => {
      stream.say('target.crashed', { atMs, life: 1, code: 1, active: [] });
      underLoad(0.5, 1)({ ...stream, start: (event) => stream.start(event, 1) });
    };
    expect(judged(tell)).toEqual(['fail', reason]);
  });

  it('a hang is of a target that was never ready, until the origin', () => {
    const hang = (atMs: number) => (stream: Stream) => {
      stream.say('target.hung', { atMs, life: 1, active: [], reason: 'no answer' });
      underLoad(0.5, 1)({ ...stream, start: (event) => stream.start(event, 1) });
    };
    expect(judged(hang(-1))).toEqual(['inconclusive', 'The target never became ready: no answer.']);
    expect(judged(hang(0))).toEqual([
      'fail',
      'The target hung at 0.0 s while no event was active (no answer).',
    ]);
  });

  it('a life that hung before it is no hang under stress', () => {
    const life = (endMs: number) =>
      lifeOf({ outcome: { kind: 'hung', reason: 'no answer' }, endMs: originMs + endMs });
    expect(judged(underLoad(0.5, 1), { lives: [life(-1), lifeOf({ life: 2 })] })).toEqual(['pass']);
    const [verdict] = judged(underLoad(0.5, 1), { lives: [life(0), lifeOf({ life: 2 })] });
    expect(verdict).toBe('fail');
  });

  it('a cut within a quarter of a second of an abort was made by it', () => {
    const cut = (atMs: number) => (stream: Stream) => {
      stream.start(spike);
      stream.stop(spike, atMs);
      stream.say('run.stop.requested', { atMs: 3_000, reason: 'abort' });
    };
    const aborted = 'The run was aborted at 3.0 s.';
    const status = 'aborted';
    expect(judged(cut(2_750), { status })).toEqual(['inconclusive', aborted]);
    expect(judged(cut(2_749), { status })).toEqual([
      ...['inconclusive', aborted],
      'spike was cut short: it ran 2.7 s of 4.0 s.',
    ]);
  });
});

describe('what was not told', () => {
  it('is said so', () => {
    const unmeasured = (stream: Stream) => {
      stream.start(spike);
      stream.stop(spike, 4_000, 0.5);
    };
    expect(judged(unmeasured)).toEqual([
      'inconclusive',
      "spike got 37.5 % of the 75 % asked (50 %): no limit was told, and the host's cores were not measured.",
    ]);
  });

  it('and all limits that were told are named', () => {
    const limited = (stream: Stream) => {
      stream.say('stressor.limited', { atMs: 100, clipId: 'spike', reason: 'The disk is full.' });
      underLoad(0.5, 0.5, 'limits.memory of 80 %')(stream);
    };
    expect(judged(limited)).toEqual([
      'inconclusive',
      'spike got 37.5 % of the 75 % asked (50 %): limit reached, the disk is full; limits.memory of 80 %.',
    ]);
  });
});

it('keeps clean-up and status apart from the verdict', () => {
  const leftovers = [{ kind: 'process', name: '4242', reason: 'would not end' }] as const;
  const { run } = reportOf(inputOf(), goodRun().said, outcomeOf({ leftovers })).ambush;
  expect([run.status, run.verdict, run.cleanup, run.leftovers]).toEqual([
    'completed',
    'pass',
    'leftovers',
    leftovers,
  ]);
});
