/**
 * Goal: stressors are ready in time, used again, adjusted, stopped, and each event has exactly
 * one last word, whatever becomes of its process.
 * Method: the real stressor process, and a fixture that speaks its protocol badly.
 */
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { StressSpec } from '../../../machines/hands/messages.ts';
import { readProcess } from '../../../runtime/host/process-table.ts';
import { command, fixture, openStage, type Stage, sleep } from './stage.ts';

const badStressor = fileURLToPath(
  new URL('../../fixtures/programs/bad-stressor.mjs', import.meta.url),
);
let stage: Stage;

afterEach(async () => {
  expect((await stage.close()).leftovers).toEqual([]);
});

function arm(clipId: string, more: Partial<StressSpec> & { fromNowMs: number; forMs: number }) {
  const { fromNowMs, forMs, ...rest } = more;
  const startMs = stage.now() + fromNowMs;
  const stress: StressSpec = {
    clipId,
    axis: 'cpu',
    startMs,
    endMs: startMs + forMs,
    dose: { unit: 'percent', from: 20, to: 20 },
    priority: 'polite',
    limits: { memory: { percent: 10 }, diskBytes: 1_000_000 },
    seed: 3,
    ...rest,
  };
  stage.hands.send(command({ do: 'stressor.arm', stress } as never));
  return stress;
}

const of = (clipId: string) => (answer: { readonly clipId: string }) => answer.clipId === clipId;

describe('a real stressor', () => {
  it('goes from armed to ended, starts on time, and is used again', async () => {
    stage = await openStage(1);
    await sleep(400);
    // A polite one may not get the processor in time to end by itself, and is then not used again.
    const first = arm('one', { fromNowMs: 300, forMs: 700, priority: 'normal' });
    const armed = await stage.until('stressor.armed', of('one'));
    const started = await stage.until('stressor.started', of('one'));
    expect(started.atMs).toBeGreaterThanOrEqual(first.startMs);
    expect(started.atMs - first.startMs).toBeLessThan(250);
    const ended = await stage.until('stressor.ended', of('one'));
    expect(ended.dose.delivered).toBeGreaterThan(5);
    arm('two', { fromNowMs: 300, forMs: 300 });
    expect((await stage.until('stressor.armed', of('two'))).pid).toBe(armed.pid);
    await stage.until('stressor.ended', of('two'));
    const words = stage.answers.flatMap((one) => ('clipId' in one ? [one.is] : []));
    expect(words.filter((word) => word === 'stressor.ended')).toHaveLength(2);
    expect(words).not.toContain('stressor.failed');
  });

  it('stops when told, with the account of what it did', async () => {
    stage = await openStage(0);
    arm('one', { fromNowMs: 300, forMs: 30_000 });
    await stage.until('stressor.started', of('one'));
    await stage.until('stressor.measured', of('one'));
    const adjusted = { unit: 'percent', from: 60, to: 60 } as const;
    stage.hands.send(command({ do: 'stressor.adjust', clipId: 'one', dose: adjusted } as never));
    await stage.until('stressor.measured', (one) => one.asked === 60);
    stage.hands.send(command({ do: 'stressor.stop', clipId: 'one' } as never));
    const ended = await stage.until('stressor.ended', of('one'));
    expect(ended.dose.asked).toBeGreaterThan(20);
  });

  it('pauses the target and its kin, and follows it into its next life', async () => {
    stage = await openStage(1);
    stage.start(fixture('ends', 'signal', 'SIGUSR2'));
    await stage.until('target.ended');
    arm('pauses', {
      axis: 'time',
      fromNowMs: 600,
      forMs: 2_500,
      dose: { unit: 'percent', from: 50, to: 50 },
    });
    stage.start(fixture('family'), {}, 2);
    const ended = await stage.until('stressor.ended', of('pauses'));
    expect(ended.dose.delivered).toBeGreaterThan(25);
    const { pid } = await stage.until('target.started', ({ life }) => life === 2);
    expect(stage.host.processes.tree(pid).map((member) => readProcess(member)?.stopped)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  it('leaves the target running when it dies in the middle of a pause', async () => {
    stage = await openStage(1);
    stage.start(fixture('stays'));
    const { pid } = await stage.until('target.started');
    const dose = { unit: 'percent', from: 90, to: 90 } as const;
    arm('pauses', { axis: 'time', fromNowMs: 600, forMs: 20_000, dose });
    const armed = await stage.until('stressor.armed', of('pauses'));
    await stage.until('stressor.started', of('pauses'));
    while (readProcess(pid)?.stopped !== true) await sleep(2);
    stage.host.processes.signal(armed.pid, 'SIGKILL');
    const failed = await stage.until('stressor.failed', of('pauses'));
    expect(failed.reason).toContain('SIGKILL');
    expect(readProcess(pid)?.stopped).toBe(false);
  });
});

describe('a bad stressor', () => {
  it('dies, and the event fails with its last words', async () => {
    stage = await openStage(0, badStressor);
    arm('one', { fromNowMs: 100, forMs: 5_000, seed: 1 });
    const failed = await stage.until('stressor.failed', of('one'));
    expect(failed.reason).toBe(
      'The stressor process exited with status 1: TypeError: deliberately',
    );
  });

  it('does not stop, and is killed after a second', async () => {
    stage = await openStage(0, badStressor);
    arm('one', { fromNowMs: 100, forMs: 60_000, seed: 2 });
    const { pid } = await stage.until('stressor.armed', of('one'));
    stage.hands.send(command({ do: 'stressor.stop', clipId: 'one' } as never));
    const failed = await stage.until('stressor.failed', of('one'));
    expect(failed.reason).toBe('It did not stop within 1000 ms and was killed.');
    expect(readProcess(pid)).toBeNull();
  });

  it('may tear its words apart', async () => {
    stage = await openStage(0, badStressor);
    arm('one', { fromNowMs: 100, forMs: 60_000, seed: 3 });
    expect((await stage.until('stressor.limited', of('one'))).reason).toBe('größer');
  });

  it('cannot be started at all, and the event fails', async () => {
    stage = await openStage(0, '/nowhere/stressor.js');
    arm('one', { fromNowMs: 100, forMs: 1_000 });
    const failed = await stage.until('stressor.failed', of('one'));
    expect(failed.reason).toContain('exited with status 1');
  });
});

describe('the hands', () => {
  it('sample at a fixed cadence, and say what it cost', async () => {
    stage = await openStage(0);
    stage.start(fixture('stays'));
    await stage.until('target.ready');
    const originMs = stage.now();
    stage.hands.send(command({ do: 'sampling.start', originMs, cadenceMs: 500 } as never));
    const last = await stage.until('sampled', ({ tick }) => tick >= 3);
    stage.hands.send(command({ do: 'sampling.stop' } as never));
    const ticks = stage.answers.flatMap((one) => (one.is === 'sampled' ? [one] : []));
    for (const { tick, atMs } of ticks) expect(atMs).toBeGreaterThanOrEqual(originMs + tick * 500);
    expect(ticks.reduce((sum, { missed }) => sum + missed + 1, 0)).toBe(last.tick);
    expect(last.overheadMs).toBeGreaterThan(0);
    expect(last.target).toMatchObject({ processes: 1 });
    expect(last.target?.rssBytes).toBeGreaterThan(10_000_000);
    expect(last.host?.cpuLoad).toBeGreaterThanOrEqual(0);
  });

  it('fail when the guardian dies, and clean up without it', async () => {
    stage = await openStage(1);
    stage.start(fixture('family'), { ready: { output: 'kin', withinMs: 5_000 } });
    await stage.until('target.ready');
    const guardian = (stage.host.guard as { readonly pid?: number }).pid ?? 0;
    process.kill(guardian, 'SIGKILL');
    expect((await stage.until('hands.failed')).reason).toBe('The guardian of the run died.');
  });

  it('end the target and the stressors themselves when they are closed', async () => {
    stage = await openStage(1);
    stage.start(fixture('family'), { ready: { output: 'kin', withinMs: 5_000 } });
    arm('one', { fromNowMs: 300, forMs: 30_000 });
    await stage.until('stressor.started');
    await stage.until('target.ready');
    await stage.close();
    const words = stage.answers.map(({ is }) => is);
    expect(words).toContain('stressor.ended');
    expect(words).toContain('target.ended');
    expect(words.at(-1)).toBe('hands.closed');
  });
});
