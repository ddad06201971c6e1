/**
 * Goal: whatever happens to a kernel, every invariant holds; the same seed gives the same trace;
 * no promise is made within a run; a schedule that fails is made short.
 * Method: a share of the seeds that `npm run sim` plays in full.
 */
import { createHook } from 'node:async_hooks';
import { describe, expect, it } from 'vitest';
import { faultKinds } from './faults.ts';
import { deeds } from './schedule.ts';
import { simulateKernel } from './simulate-kernel.ts';

const seeds = Array.from({ length: 100 }, (_, seed) => seed);

describe('a kernel in a simulated world', () => {
  it('keeps every invariant, seed by seed, with no promise made', () => {
    let promises = 0;
    const hook = createHook({
      init: (_id, type) => {
        if (type === 'PROMISE') promises += 1;
      },
    }).enable();
    const outcomes = seeds.map((seed) => simulateKernel({ seed }));
    hook.disable();
    const failed = outcomes.filter(({ faults }) => faults.length > 0);
    expect(
      failed.map(({ seed, faults }) => `npm run sim -- --seed ${seed}: ${faults[0]?.what}`),
    ).toEqual([]);
    expect(promises).toBe(0);
    expect(outcomes.reduce((sum, { events }) => sum + events, 0)).toBeGreaterThan(25_000);
    const done = new Set(outcomes.flatMap(({ acts }) => acts.map(({ deed }) => deed)));
    expect(deeds.filter((deed) => !done.has(deed))).toEqual([]);
  });

  it('goes the same way every time', () => {
    for (const seed of [1, 2, 3]) {
      expect(simulateKernel({ seed }).digest).toBe(simulateKernel({ seed }).digest);
    }
    expect(simulateKernel({ seed: 1 }).digest).not.toBe(simulateKernel({ seed: 2 }).digest);
  });

  it('names each fault once', () => {
    expect(new Set(faultKinds).size).toBe(faultKinds.length);
  });
});
