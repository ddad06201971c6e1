/**
 * Goal: the predicted peak of an axis is the most that its events ask for at one moment.
 * Method: hand-worked overlaps, and an oracle that looks at every millisecond.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { threadsPerEventMax } from '../../../machines/timeline/axis.ts';
import {
  doseAtOffset,
  memoryCap,
  planTimeline,
  predictPeaks,
} from '../../../machines/timeline/plan.ts';
import type { PlannedEvent, Timeline } from '../../../machines/timeline/timeline.ts';
import { simulatedFacts } from '../../../runtime/host/simulated-host.ts';
import { doseTables } from '../../../stressors/doses.ts';

interface Shape {
  readonly at: number;
  readonly for: number;
  readonly from: number;
  readonly to: number;
}

function timelineOf(
  shapes: readonly Shape[],
  axis: 'cpu' | 'memory' | 'concurrency' = 'cpu',
): Timeline {
  return {
    program: { command: 'target', args: [], env: {} },
    durationMs: 10_000,
    seed: 1,
    target: {
      restart: { policy: 'never', atMost: 5 },
      stop: { signal: 'SIGTERM', graceMs: 1 },
      priority: 'polite',
    },
    limits: { memory: { percent: 80 }, diskBytes: 1 },
    lanes: [{ axis, name: axis }],
    events: shapes.map(({ at, for: durationMs, from, to }, index) => ({
      id: `e${index}`,
      axis,
      lane: 0,
      startMs: at,
      durationMs,
      intensity: { shape: 'ramp', from: { percent: from }, to: { percent: to } },
      args: [],
    })),
  };
}

const planOf = (timeline: Timeline) => planTimeline(timeline, doseTables, simulatedFacts, 'hash');

it('a limit of memory is bytes or a share', () => {
  expect(memoryCap({ bytes: 5 }, 100)).toBe(5);
  expect(memoryCap({ percent: 80 }, 1000)).toBe(800);
});

describe('predictPeaks', () => {
  it('adds what overlaps, and names it', () => {
    const plan = planOf(
      timelineOf([
        { at: 0, for: 1000, from: 30, to: 30 },
        { at: 500, for: 1000, from: 50, to: 50 },
        { at: 1500, for: 100, from: 70, to: 70 },
      ]),
    );
    expect(predictPeaks(plan, simulatedFacts)).toEqual([
      { axis: 'cpu', unit: 'percent', value: 80, atMs: 500, events: ['e0', 'e1'], hostMax: 100 },
    ]);
  });

  it('finds the top of a ramp at its end', () => {
    const [peak] = predictPeaks(
      planOf(timelineOf([{ at: 0, for: 1000, from: 10, to: 90 }])),
      simulatedFacts,
    );
    expect(peak).toMatchObject({ value: 90, atMs: 1000 });
  });

  it('measures memory against what the floor and the limit leave', () => {
    const [peak] = predictPeaks(
      planOf(timelineOf([{ at: 0, for: 1000, from: 10, to: 10 }], 'memory')),
      simulatedFacts,
    );
    const { memoryAvailableBytes, memoryBytes } = simulatedFacts;
    expect(peak?.hostMax).toBe(memoryAvailableBytes - memoryBytes / 10);
  });

  it('knows the most threads that an event can have', () => {
    const many = { ...simulatedFacts, cpus: 32 };
    const peakWith = (shapes: Parameters<typeof timelineOf>[0]) => {
      const timeline = timelineOf(shapes, 'concurrency');
      const [peak] = predictPeaks(planTimeline(timeline, doseTables, many, 'hash'), many);
      return [peak?.value, peak?.hostMax];
    };
    const some = { at: 0, for: 1000, from: 20, to: 20 };
    const all = { at: 0, for: 1000, from: 100, to: 100 };
    expect(peakWith([some, some])).toEqual([410, null]);
    expect(peakWith([all])).toEqual([1024, threadsPerEventMax]);
    expect(peakWith([some, all])).toEqual([1229, 205 + threadsPerEventMax]);
  });

  it('agrees with a look at every millisecond', () => {
    const shape = fc.record({
      at: fc.integer({ min: 0, max: 80 }),
      for: fc.integer({ min: 2, max: 60 }),
      from: fc.integer({ min: 1, max: 100 }),
      to: fc.integer({ min: 1, max: 100 }),
    });
    fc.assert(
      fc.property(fc.array(shape, { minLength: 1, maxLength: 6 }), (shapes) => {
        const plan = planOf(timelineOf(shapes));
        const [peak] = predictPeaks(plan, simulatedFacts);
        let most = 0;
        for (let atMs = 0; atMs < 140; atMs += 0.5) most = Math.max(most, sumAt(plan.events, atMs));
        // The oracle misses the very end of a ramp by half a millisecond of its slope.
        const slack = shapes.reduce((sum, s) => sum + Math.abs(s.to - s.from) / s.for, 0);
        expect(peak?.value).toBeGreaterThanOrEqual(most - 1e-9);
        expect(peak?.value).toBeLessThanOrEqual(most + slack + 1e-9);
      }),
    );
  });
});

function sumAt(events: readonly PlannedEvent[], atMs: number): number {
  return events.reduce((sum, event) => sum + doseAtOffset(event, atMs), 0);
}
