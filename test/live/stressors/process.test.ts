/**
 * Goal: a stressor obeys at once, survives nonsense, and never outlives its parent or its lease.
 * Method: one process each, with all cores burning, and the clock read outside.
 */
import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canLook, isGone, nowMs, program, Stressor, wait } from './rig.ts';

/** The law is 250 ms; a test on a busy machine asserts less. */
const promptMs = 1000;

let stressor: Stressor;
beforeEach(async () => {
  stressor = new Stressor();
  await stressor.hear('ready');
});
afterEach(async () => {
  expect(await stressor.close()).toEqual([]);
});

test('it stops when told while all cores burn, and can be armed again', async () => {
  for (const axis of ['cpu', 'disk', 'network', 'concurrency'] as const) {
    const dose = { cpu: 100, disk: 8e6, network: 4e7, concurrency: 8 }[axis];
    stressor.arm({ axis, dose, lengthMs: 60_000 });
    await stressor.hear('started');
    await wait(250);
    const told = nowMs();
    stressor.send({ do: 'stop' });
    const ended = await stressor.hear('ended');
    expect(nowMs() - told).toBeLessThan(promptMs);
    expect(ended.dose.asked).toBeGreaterThan(0);
  }
});

test('it ends by its own lease, and follows an adjusted dose', async () => {
  const { startAtMs, endAtMs } = stressor.arm({ axis: 'cpu', dose: 5, lengthMs: 1600 });
  const started = await stressor.hear('started');
  expect(started.atMs).toBeGreaterThanOrEqual(startAtMs);
  await stressor.hear('measured');
  stressor.send({ do: 'adjust', dose: { unit: 'percent', from: 50, to: 50 } });
  await stressor.hear('measured');
  expect(await stressor.hear('measured')).toMatchObject({ asked: 50 });
  const ended = await stressor.hear('ended');
  expect(ended.atMs).toBeGreaterThanOrEqual(endAtMs);
  expect(ended.atMs - endAtMs).toBeLessThan(promptMs);
  expect(ended.dose.asked).toBeGreaterThan(20);
  expect(ended.dose.asked).toBeLessThan(48);
});

test('an event that nobody foresaw lasts as long as it is to, however late it was ordered', async () => {
  const order = { axis: 'cpu', dose: [0, 40], startsInMs: -600, lengthMs: 900 } as const;
  stressor.arm({ ...order, floats: true });
  await stressor.hear('armed');
  const started = await stressor.hear('started');
  await wait(250);
  expect(JSON.stringify(stressor.reports)).not.toContain(' ms late');
  const ended = await stressor.hear('ended');
  expect(ended.atMs - started.atMs).toBeGreaterThanOrEqual(800);
  // The whole of the ramp; of what was planned it would have been the last third, 33 % on average.
  expect(Math.abs(ended.dose.asked - 20)).toBeLessThan(3);
});

test('a ramp asks the mean of its ends', async () => {
  const { startAtMs, endAtMs } = stressor.arm({ axis: 'cpu', dose: [0, 40], lengthMs: 800 });
  const started = await stressor.hear('started');
  const ended = await stressor.hear('ended');
  // On a busy machine it begins late, and asks what is left of the ramp then.
  const begun = (started.atMs - startAtMs) / (endAtMs - startAtMs);
  expect(Math.abs(ended.dose.asked - 40 * ((begun + 1) / 2))).toBeLessThan(0.5);
});

test('a curve asks its integral', async () => {
  const stress = stressor.arm({ axis: 'cpu', dose: 5, lengthMs: 300 });
  await stressor.hear('ended');
  const startAtMs = nowMs() + 300;
  const curve = { shape: 'pulse', cycles: 4, width: 0.25 } as const;
  const dose = { unit: 'percent', from: 10, to: 50, curve } as const;
  const next = { ...stress, dose, startAtMs, endAtMs: startAtMs + 2_000 };
  stressor.send({ do: 'arm', stress: next, scratch: stressor.scratch, targetPids: [] });
  const ended = await stressor.hear('ended');
  expect(Math.abs(ended.dose.asked - 20)).toBeLessThan(1);
});

test('an event that is armed too late says so', async () => {
  stressor.arm({ axis: 'cpu', dose: 5, lengthMs: 900, startsInMs: -300 });
  expect((await stressor.hear('limited')).reason).toMatch(/started \d+ ms late/);
  await stressor.hear('ended');
  stressor.arm({ axis: 'cpu', dose: 5, lengthMs: 100, startsInMs: -400 });
  await expect(stressor.hear('ended')).rejects.toThrow('over before it could start');
});

test('nonsense is refused with a reason, and the next event runs', async () => {
  for (const line of ['{"do":"fly"}', 'x'.repeat(70_000), '{"do":"arm"}']) {
    stressor.child.stdin.write(`${line}\n`);
    await expect(stressor.hear('ended')).rejects.toThrow('Expected');
  }
  stressor.child.kill('SIGINT');
  stressor.arm({ axis: 'cpu', dose: 5, lengthMs: 300 });
  await stressor.hear('ended');
});

test('a load thread that breaks is a failure with its reason', async () => {
  const scratch = `${stressor.scratch}/missing`;
  const stress = stressor.arm({ axis: 'cpu', dose: 5, lengthMs: 100 });
  await stressor.hear('ended');
  const startAtMs = nowMs() + 300;
  const dose = { unit: 'bytes/s', from: 1e6, to: 1e6 } as const;
  const late = { ...stress, axis: 'disk', dose, startAtMs, endAtMs: startAtMs + 500 } as const;
  stressor.send({ do: 'arm', stress: late, scratch, targetPids: [] });
  await expect(stressor.hear('ended')).rejects.toThrow('ENOENT');
});

describe.runIf(canLook)('death (needs /proc)', () => {
  test('the parent is killed: it is gone within a second, all cores burning', async () => {
    const stress = {
      clipId: 'burn',
      axis: 'cpu',
      startAtMs: nowMs(),
      endAtMs: nowMs() + 60_000,
      dose: { unit: 'percent', from: 100, to: 100 },
      priority: 'normal',
      limits: { memory: { percent: 1 }, diskBytes: 0 },
      seed: 1,
    };
    const arm = { do: 'arm', stress, scratch: '/tmp', targetPids: [] };
    const script = `
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, [${JSON.stringify(program)}]);
      child.stdout.on('data', (text) => {
        if (String(text).includes('started')) console.log(child.pid);
      });
      child.stdin.write(${JSON.stringify(`${JSON.stringify(arm)}\n`)});`;
    const parent = spawn(process.execPath, ['-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve) => {
      // Under load it is told twice: a late start is a limit, and says so.
      parent.stdout.on('data', (text) => resolve(Number.parseInt(String(text), 10)));
    });
    expect(isGone(pid)).toBe(false);
    parent.kill('SIGKILL');
    const killed = nowMs();
    while (!isGone(pid) && nowMs() - killed < 5000) await wait(5);
    expect(nowMs() - killed).toBeLessThan(1000);
  });

  test.each(['SIGTERM', 'SIGHUP'] as const)(
    '%s: the account is given, then it ends',
    async (name) => {
      stressor.arm({ axis: 'cpu', dose: 20, lengthMs: 60_000 });
      await stressor.hear('started');
      stressor.child.kill(name);
      await stressor.hear('ended');
      expect(await stressor.exited).toEqual({ code: 0, signal: null });
    },
  );

  test('nobody reads its reports: it ends', async () => {
    stressor.arm({ axis: 'cpu', dose: 20, lengthMs: 60_000 });
    await stressor.hear('started');
    stressor.child.stdout.destroy();
    expect(await stressor.exited).toEqual({ code: 0, signal: null });
  });
});
