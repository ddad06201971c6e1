/**
 * Goal: on every axis the stress is real, and more intensity is measurably more stress.
 * Method: a light and a stronger event through one stressor, each measured from outside while it
 * runs, by the system's own files; for the network by the loopback's counters.
 */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  canLook,
  cpuMs,
  mib,
  nowMs,
  type Order,
  rssBytes,
  runnableThreads,
  type Said,
  Stressor,
  wait,
  writtenBytes,
} from './rig.ts';

let stressor: Stressor;
beforeEach(async () => {
  stressor = new Stressor();
  await stressor.hear('ready');
});
afterEach(async () => {
  expect(await stressor.close()).toEqual([]);
});

interface Seen {
  /** Growth of the looked-at figure a second. */
  readonly perS: number;
  readonly ended: Said<'ended'>;
}

/** Runs an event and looks at a growing figure at its start and shortly before its end. */
async function run(order: Order, look: () => number): Promise<Seen> {
  stressor.arm(order);
  await stressor.hear('started');
  const [from, fromMs] = [look(), nowMs()];
  await wait(order.lengthMs - 300);
  const perS = ((look() - from) * 1000) / (nowMs() - fromMs);
  return { perS, ended: await stressor.hear('ended') };
}

describe.runIf(canLook)('measured from outside (needs /proc)', () => {
  test('cpu: the process uses the CPU time that it says', async () => {
    const look = (): number => cpuMs(stressor.pid);
    const light = await run({ axis: 'cpu', dose: 10, lengthMs: 900 }, look);
    const strong = await run({ axis: 'cpu', dose: 40, lengthMs: 900 }, look);
    expect(strong.perS).toBeGreaterThan(light.perS * 1.5);
    expect(light.ended.dose.asked).toBeCloseTo(10);
    expect(light.ended.dose.delivered).toBeGreaterThan(5);
    expect(light.ended.dose.delivered).toBeLessThan(12);
  });

  test('memory: the resident size rises by the dose, and the process leaves with it', async () => {
    const hold = async (dose: number): Promise<void> => {
      const one = new Stressor();
      await one.hear('ready');
      one.arm({ axis: 'memory', dose, lengthMs: 1100 });
      await one.hear('armed');
      const before = rssBytes(one.pid);
      await one.hear('started');
      await wait(900);
      const rise = rssBytes(one.pid) - before;
      expect(rise).toBeGreaterThan(dose * 0.9);
      expect(rise).toBeLessThan(dose * 1.1 + 4 * mib);
      const ended = await one.hear('ended');
      expect(Math.abs(ended.dose.delivered / dose - 1)).toBeLessThan(0.05);
      expect(await one.exited).toEqual({ code: 0, signal: null });
      expect(await one.close()).toEqual([]);
    };
    await Promise.all([hold(64 * mib), hold(192 * mib)]);
  });

  test('memory: the limit holds, is told, and shows as under-delivery', async () => {
    const limits = { memory: { bytes: 32 * mib }, diskBytes: mib };
    stressor.arm({ axis: 'memory', dose: 512 * mib, lengthMs: 600, limits });
    expect((await stressor.hear('limited')).reason).toContain('32 MiB');
    await wait(300);
    expect(rssBytes(stressor.pid)).toBeLessThan(200 * mib);
    expect((await stressor.hear('ended')).dose.delivered).toBeLessThan(36 * mib);
  });

  test('disk: bytes reach the storage layer, and no file ever has a name', async () => {
    const look = (): number => writtenBytes(stressor.pid);
    const light = await run({ axis: 'disk', dose: 2 * mib, lengthMs: 900 }, look);
    const strong = await run({ axis: 'disk', dose: 16 * mib, lengthMs: 900 }, look);
    if (light.perS === 0) expect(light.ended.dose.delivered).toBe(0);
    else expect(strong.perS).toBeGreaterThan(light.perS * 2);
    expect(strong.ended.dose.detail.ring_bytes).toBeLessThanOrEqual(64 * mib);
  });

  test('network: bytes pass through the loopback device', async () => {
    const look = (): number => {
      const found = /^\s*lo:\s*(\d+)/m.exec(readFileSync('/proc/net/dev', 'utf8'));
      return Number(found?.[1]);
    };
    const light = await run({ axis: 'network', dose: 4 * mib, lengthMs: 800 }, look);
    const strong = await run({ axis: 'network', dose: 96 * mib, lengthMs: 800 }, look);
    expect(light.perS).toBeGreaterThan(3 * mib);
    expect(strong.perS).toBeGreaterThan(light.perS * 2);
    expect(light.ended.dose.detail.connections).toBe(1);
    expect(strong.ended.dose.detail.connections).toBe(4);
  });

  test('concurrency: so many threads are runnable at once', async () => {
    const count = async (dose: number): Promise<number> => {
      stressor.arm({ axis: 'concurrency', dose, lengthMs: 750, startsInMs: 500 });
      await stressor.hear('started');
      let sum = 0;
      for (let look = 0; look < 30; look += 1) {
        await wait(20);
        sum += runnableThreads(stressor.pid) / 30;
      }
      expect((await stressor.hear('ended')).dose.detail.switches_per_s).toBeGreaterThan(10);
      return sum;
    };
    const [light, strong] = [await count(2), await count(10)];
    expect(light).toBeGreaterThan(1);
    expect(strong).toBeGreaterThan(light * 2);
  });
});
