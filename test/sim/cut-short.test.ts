/**
 * Goal: a run whose stress misbehaves, or that is stopped early, ends clean and says what happened.
 * Method: real hands, actors, bus and fold on the simulated host, in virtual time.
 */
import { describe, expect, it } from 'vitest';
import { scriptedTarget } from '../../runtime/host/simulated-program.ts';
import { play, type Score, storyOf, twoMinutes } from './simulate.ts';

describe('a stressor that misbehaves', () => {
  const score: readonly Score[] = [
    { id: 'cpu-1', axis: 'cpu', at: 0, for: 10_000 },
    { id: 'disk-1', axis: 'disk', at: 2_000, for: 5_000 },
  ];

  it('dies: its event failed, the other goes on, the verdict is inconclusive', async () => {
    const { report } = await play({
      score,
      target: scriptedTarget({}),
      stress: (id) => (id === 'cpu-1' ? { diesAfterMs: 3_000 } : {}),
    });
    expect(report.ambush.events.map(({ state }) => state)).toEqual(['failed', 'done']);
    expect(report.ambush.run.verdict).toBe('inconclusive');
  });

  it('never starts: its event failed for being overdue', async () => {
    const { report, host } = await play({
      score,
      target: scriptedTarget({}),
      stress: (id) => (id === 'cpu-1' ? { neverStarts: true } : {}),
    });
    expect(report.ambush.events[0]).toMatchObject({ state: 'failed' });
    expect(host.processes.alive()).toEqual([]);
  });

  it('does not stop: it is killed, and the run ends', async () => {
    const { report, host } = await play({
      score,
      target: scriptedTarget({}),
      stress: (id) => (id === 'cpu-1' ? { neverStops: true } : {}),
    });
    expect(report.ambush.events[0]).toMatchObject({ state: 'failed' });
    expect(host.processes.alive()).toEqual([]);
  });

  it('delivers too little: inconclusive, and says why', async () => {
    const { report } = await play({
      score,
      target: scriptedTarget({}),
      stress: (id) => (id === 'cpu-1' ? { delivers: 0.5, limited: 'fair share exhausted' } : {}),
    });
    expect(report.ambush.events[0]?.dose).toMatchObject({ unit: 'percent', asked: 50, ok: false });
    expect(report.ambush.run.verdict).toBe('inconclusive');
    expect(report.ambush.run.reasons.join('\n')).toContain('fair share exhausted');
  });
});

describe('a run that is stopped', () => {
  it('by an interrupt: stress, target, clean-up, in that order', async () => {
    const { report, outcome, events } = await play({
      score: twoMinutes,
      target: scriptedTarget({}),
      during: (run, { clock }) => void clock.setTimeout(run.interrupt, 20_000),
    });
    expect(outcome.status).toBe('interrupted');
    expect(report.ambush.events.map(({ state }) => state)).toEqual([
      'done',
      'skipped',
      'done',
      'skipped',
    ]);
    const story = storyOf(events);
    const order = ['run.stop.requested', 'clip.stopped', 'track.ended', 'target.stopped'];
    const places = order.map((type) => story.lastIndexOf(type));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(story.at(-1)).toBe('run.ended');
  });

  it('by a second interrupt: without the grace period', async () => {
    const slow = scriptedTarget({ ignoresStop: true });
    const { host, outcome } = await play({
      score: twoMinutes,
      policy: { stop: { signal: 'SIGTERM', graceMs: 600_000 } },
      target: slow,
      during(run, { clock }) {
        clock.setTimeout(run.interrupt, 20_000);
        clock.setTimeout(run.interrupt, 21_000);
      },
    });
    expect(outcome.status).toBe('interrupted');
    expect(host.clock.now()).toBeLessThan(30_000);
  });

  it('by a safety limit: aborted', async () => {
    const { outcome } = await play({
      score: twoMinutes,
      target: scriptedTarget({}),
      during: (run, { clock }) => void clock.setTimeout(() => run.abort('too hot'), 20_000),
    });
    expect(outcome.status).toBe('aborted');
  });

  it('by the loss of its guardian: errored, and nothing is left running', async () => {
    const { outcome, host } = await play({
      score: twoMinutes,
      target: scriptedTarget({}),
      guardLostAtMs: 20_000,
    });
    expect(outcome.status).toBe('errored');
    expect(host.processes.alive()).toEqual([]);
  });

  it('by its hands, which then take the whole grace period to stop the target: clean', async () => {
    const { report, host } = await play({
      score: twoMinutes,
      target: scriptedTarget({ ignoresStop: true }),
      policy: { stop: { signal: 'SIGTERM', graceMs: 60_000 } },
      guardLostAtMs: 20_000,
    });
    const { status, cleanup } = report.ambush.run;
    expect([status, cleanup, host.processes.alive()]).toEqual(['errored', 'clean', []]);
    expect(report.ambush.target.lives).toMatchObject([{ killed: true }]);
  });

  it('whose clean-up is never confirmed: leftovers, not clean', async () => {
    const { report, outcome } = await play({
      score: twoMinutes,
      target: scriptedTarget({}),
      guardNeverCloses: true,
    });
    expect(report.ambush.run.cleanup).toBe('leftovers');
    expect(outcome.leftovers).toMatchObject([{ reason: expect.stringContaining('not confirm') }]);
  });
});
