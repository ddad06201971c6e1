/**
 * Goal: whole runs are right from the first event to the report, in every way that they can end.
 * Method: real hands, actors, bus and fold on the simulated host, in virtual time.
 */
import { describe, expect, it } from 'vitest';
import { reportSchema } from '../../machines/report/report.ts';
import { scriptedTarget } from '../../runtime/host/simulated-program.ts';
import { play, storyOf, twoMinutes } from './simulate.ts';

describe('a run that goes well', () => {
  it('plays two minutes in virtual time and passes', async () => {
    const { report, outcome, host } = await play({
      score: twoMinutes,
      durationMs: 120_000,
      target: scriptedTarget({}),
    });
    expect(outcome.status).toBe('completed');
    expect(report.ambush.run).toMatchObject({ verdict: 'pass', cleanup: 'clean', seed: 1 });
    expect(report.ambush.run.duration_ms).toBeGreaterThan(120_000);
    expect(report.ambush.run.duration_ms).toBeLessThan(121_000);
    expect(report.ambush.events.map(({ id, state, outcome: end }) => [id, state, end])).toEqual([
      ['cpu-1', 'done', 'survived'],
      ['cpu-2', 'done', 'survived'],
      ['memory-1', 'done', 'survived'],
      ['disk-1', 'done', 'survived'],
    ]);
    expect(report.ambush.target.lives).toMatchObject([{ outcome: { kind: 'deadline' } }]);
    expect(report.ambush.sampler).toMatchObject({ cadence_ms: 500, ticks: 239, missed: 0 });
    expect(reportSchema.safeParse(report).success).toBe(true);
    expect(host.processes.alive()).toEqual([]);
  });

  it('tells one story per event of the timeline, under one correlation', async () => {
    const { events } = await play({ score: twoMinutes, target: scriptedTarget({}) });
    expect(storyOf(events, 'disk-1')).toEqual([
      'clip.scheduled',
      'stressor.arm.requested',
      'stressor.armed',
      'clip.armed',
      'clip.started',
      'clip.stopped',
    ]);
    const correlations = new Set(
      events.filter((event) => event.payload.clipId === 'disk-1').map((e) => e.correlationId),
    );
    expect(correlations.size).toBe(1);
    expect(storyOf(events).slice(0, 5)).toEqual([
      'run.started',
      'target.start.requested',
      'target.started',
      'target.ready',
      'run.origin.set',
    ]);
    expect(storyOf(events).slice(-7)).toEqual([
      'run.stop.requested',
      'clip.stopped',
      'track.ended',
      'target.stop.requested',
      'target.ended',
      'target.stopped',
      'run.ended',
    ]);
  });

  it('starts every event at its planned instant', async () => {
    const { report } = await play({ score: twoMinutes, target: scriptedTarget({}) });
    for (const event of report.ambush.events) {
      expect(event.actual?.start_ms).toBe(event.planned.start_ms);
      expect(event.actual?.end_ms).toBe(event.planned.end_ms);
    }
  });
});

describe('the same seed', () => {
  it('gives the byte-identical log and report', async () => {
    const stage = {
      seed: 7,
      score: twoMinutes,
      target: scriptedTarget({ crashAtMs: 45_000 }),
    };
    const [first, second] = [
      await play({ ...stage, target: scriptedTarget({ crashAtMs: 45_000 }) }),
      await play({ ...stage, target: scriptedTarget({ crashAtMs: 45_000 }) }),
    ];
    expect(second.log).toBe(first.log);
    expect(JSON.stringify(second.report)).toBe(JSON.stringify(first.report));
    const other = await play({ ...stage, seed: 8, target: scriptedTarget({ crashAtMs: 45_000 }) });
    expect(other.log).not.toBe(first.log);
  });
});

describe('a crash', () => {
  it('names its segment, the active events and the chain, and ends the run', async () => {
    const { report, events, outcome } = await play({
      score: twoMinutes,
      target: scriptedTarget({ crashAtMs: 35_750 }),
    });
    expect(outcome.status).toBe('completed');
    expect(report.ambush.run.verdict).toBe('fail');
    expect(report.ambush.crashes).toHaveLength(1);
    const [crash] = report.ambush.crashes;
    expect(crash).toMatchObject({ at_ms: 35_000, signal: 'SIGSEGV', life: 1 });
    expect(crash?.active).toEqual(['cpu-2', 'memory-1']);
    expect(crash?.chain).toEqual(['cpu-2']);
    const segment = report.ambush.segments[crash?.segment ?? -1];
    expect(segment?.active.toSorted()).toEqual(['cpu-2', 'memory-1']);
    expect(report.ambush.events.map(({ state, outcome: end }) => [state, end])).toEqual([
      ['done', 'survived'],
      ['done', 'crash'],
      ['done', 'crash'],
      ['skipped', null],
    ]);
    const crashed = events.find((event) => event.type === 'target.crashed');
    const byId = new Map(events.map((event) => [event.eventId, event]));
    const walked: string[] = [];
    for (let at = crashed; at; at = byId.get(at.causationId ?? '')) walked.push(at.type);
    expect(walked).toEqual([
      'target.crashed',
      'clip.started',
      'clip.armed',
      'stressor.armed',
      'stressor.arm.requested',
      'clip.scheduled',
    ]);
  });

  it('is followed by another life where the policy says so, up to its limit', async () => {
    const { report, events } = await play({
      score: [{ id: 'cpu-1', axis: 'cpu', at: 0, for: 60_000 }],
      policy: { restart: { policy: 'on-crash', atMost: 2 } },
      target: scriptedTarget({ crashAtMs: 10_000, crashSignal: 'SIGABRT' }),
    });
    expect(report.ambush.target.lives.map(({ outcome }) => outcome)).toMatchObject([
      { kind: 'signalled', signal: 'SIGABRT' },
      { kind: 'signalled', signal: 'SIGABRT' },
      { kind: 'signalled', signal: 'SIGABRT' },
    ]);
    expect(report.ambush.crashes.map(({ life }) => life)).toEqual([1, 2, 3]);
    expect(events.filter((event) => event.type === 'target.start.requested')).toHaveLength(3);
    expect(report.total_crashes).toBe(3);
  });

  it('before the target was ready is a crash too', async () => {
    const { report } = await play({
      score: twoMinutes,
      policy: { ready: { withinMs: 5_000, tcp: 8080 } },
      target: scriptedTarget({ readyAtMs: 3_000, exit: { atMs: 1_000, code: 7 } }),
    });
    expect(report.ambush.run).toMatchObject({ verdict: 'fail', status: 'completed' });
    expect(report.ambush.crashes).toMatchObject([{ code: 7, active: [], segment: 0 }]);
    expect(report.ambush.events.every(({ state }) => state === 'skipped')).toBe(true);
  });
});

describe('a target that ends by itself with status 0', () => {
  it('ends the run, skips the rest, and is inconclusive', async () => {
    const { report } = await play({
      score: twoMinutes,
      target: scriptedTarget({ exit: { atMs: 20_750, code: 0 } }),
    });
    expect(report.ambush.run.verdict).toBe('inconclusive');
    expect(report.ambush.target.lives).toMatchObject([{ outcome: { kind: 'exited', code: 0 } }]);
    expect(report.ambush.events.map(({ state }) => state)).toEqual([
      'done',
      'skipped',
      'done',
      'skipped',
    ]);
    expect(report.ambush.events[1]?.reason).toContain('the target had ended');
  });
});

describe('a target that misbehaves', () => {
  it('never becomes ready: hung, and as nothing was stressed, nothing is proved', async () => {
    const { report } = await play({
      score: twoMinutes,
      policy: { ready: { withinMs: 4_000, http: 'http://127.0.0.1:1/' } },
      target: scriptedTarget({ readyAtMs: 3_600_000 }),
    });
    expect(report.ambush.run.verdict).toBe('inconclusive');
    expect(report.ambush.run.reasons[0]).toContain('never became ready');
    expect(report.ambush.target.lives).toMatchObject([{ outcome: { kind: 'hung' } }]);
  });

  it('no longer answers at the end: hung', async () => {
    const { report } = await play({
      score: [{ id: 'time-1', axis: 'time', at: 0, for: 20_000 }],
      policy: { ready: { withinMs: 4_000, tcp: 8080 } },
      target: scriptedTarget({ hangsAtMs: 5_000 }),
    });
    expect(report.ambush.run.verdict).toBe('fail');
    expect(report.ambush.events[0]?.outcome).toBe('hang');
  });

  it('ignores the polite signal: killed after its grace, and survived', async () => {
    const { report, host } = await play({
      score: [{ id: 'cpu-1', axis: 'cpu', at: 0, for: 5_000 }],
      target: scriptedTarget({ ignoresStop: true }),
    });
    expect(report.ambush.run.verdict).toBe('pass');
    expect(report.ambush.target.lives).toMatchObject([{ outcome: { kind: 'deadline' } }]);
    expect(host.processes.alive()).toEqual([]);
  });

  it('cannot be killed: the report says so and the clean-up has leftovers', async () => {
    const {
      report,
      outcome: end,
      events,
    } = await play({
      score: [{ id: 'cpu-1', axis: 'cpu', at: 0, for: 5_000 }],
      target: scriptedTarget({ unkillable: true }),
    });
    expect(report.ambush.run.cleanup).toBe('leftovers');
    expect(end.leftovers).toMatchObject([{ kind: 'process' }]);
    expect(storyOf(events)).toContain('target.unkillable');
    const reason = 'it is still there 3000 ms after SIGKILL';
    const outcome = { kind: 'unkillable', reason };
    expect(report.ambush.target.lives).toMatchObject([{ life: 1, outcome, killed: true }]);
    const { verdict, reasons } = report.ambush.run;
    expect([verdict, reasons]).toEqual([
      'fail',
      [`The target could not be ended in life 1: ${reason}.`],
    ]);
    expect(report.overall_assessment.recommendations).toEqual([
      'Find out what the target waits for in the kernel: not even SIGKILL ended it.',
    ]);
  });

  it('cannot be spawned: errored, and nothing was stressed', async () => {
    const { report, outcome } = await play({
      score: twoMinutes,
      target: scriptedTarget({}),
      spawnErrors: { 1: 'EAGAIN', 2: 'EAGAIN' },
    });
    expect(outcome.status).toBe('errored');
    expect(report.ambush.target.lives).toMatchObject([{ outcome: { kind: 'spawn-failed' } }]);
    expect(report.ambush.events.every(({ state }) => state === 'skipped')).toBe(true);
  });
});
