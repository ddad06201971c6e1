/**
 * Goal: segments tile the run, name exactly what was active, and their figures fold to those of
 * the whole (invariant 59). Method: random spans and samples against oracles that ask every
 * instant anew; the edges by hand.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statsOf } from '../../../machines/report/metrics.ts';
import { createSamples } from '../../../machines/report/samples.ts';
import {
  cutSegments,
  measureSegments,
  ownStats,
  type Segment,
  type Span,
  segmentAt,
} from '../../../machines/report/segments.ts';

const spans = fc
  .array(fc.tuple(fc.integer({ min: -100, max: 10_000 }), fc.integer({ min: 0, max: 5_000 })), {
    maxLength: 12,
  })
  .map((pairs) =>
    pairs.map(([startMs, length], n): Span => {
      return { id: `e${n}`, startMs, endMs: startMs + length };
    }),
  );

/** What begins or ends within the run is cut; what was told comes back. */
function segmentsOf(some: readonly Span[]): Segment[] {
  return cutSegments(some, -200, 12_000);
}

describe('cutting', () => {
  it('tiles the run without gap or overlap, at every edge, with what is active in between', () => {
    fc.assert(
      fc.property(spans, (some) => {
        const segments = segmentsOf(some);
        expect(segments[0]?.startMs).toBe(-200);
        expect(segments.at(-1)?.endMs).toBe(12_000);
        for (const [index, { startMs, endMs, active }] of segments.entries()) {
          expect(endMs).toBeGreaterThan(startMs);
          const next = segments[index + 1];
          if (next) expect(next.startMs).toBe(endMs);
          const middle = (startMs + endMs) / 2;
          const on = some.filter((span) => span.startMs < middle && middle < span.endMs);
          expect(active).toEqual(on.map(({ id }) => id));
        }
        const edges = some.flatMap((span) => [span.startMs, span.endMs]);
        const cuts = new Set(segments.flatMap((one) => [one.startMs, one.endMs]));
        expect(edges.filter((edge) => edge < 12_000 && !cuts.has(edge))).toEqual([]);
      }),
    );
  });

  it('is empty when no time went by', () => {
    expect(cutSegments([], 0, 0)).toEqual([]);
  });
});

describe('finding the segment of an instant', () => {
  const some = [
    { id: 'a', startMs: 0, endMs: 100 },
    { id: 'b', startMs: 100, endMs: 200 },
  ];
  const segments = cutSegments(some, 0, 300);

  it.each([
    ['inside', 50, ['a'], 0],
    ['at an edge, what was told active decides for the later', 100, ['b'], 1],
    ['at an edge, what was told active decides for the earlier', 100, ['a'], 0],
    ['at an edge, without a word, the earlier', 100, [], 0],
    ['at the very beginning', 0, [], 0],
    ['at the very end', 300, [], 2],
    ['before the first', -1, [], null],
    ['after the last', 301, [], null],
  ])('%s', (_name, atMs, told, index) => {
    expect(segmentAt(segments, atMs, told)).toBe(index);
  });
});

describe('figures', () => {
  const loads = fc.array(
    fc.record({
      atMs: fc.integer({ min: -200, max: 12_000 }),
      load: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    }),
    { maxLength: 60 },
  );

  it('of the whole are the fold of the segments, and of each its own samples', () => {
    fc.assert(
      fc.property(spans, loads, (some, ticks) => {
        const segments = segmentsOf(some);
        const samples = createSamples();
        for (const { atMs, load } of ticks) {
          const none = { memoryUsed: null, cpuPressure: null, memoryPressure: null };
          const host = { cpuLoad: load, ...none, ioPressure: null };
          samples.append({ atMs, tick: 1, missed: 0, overheadMs: 0, host, target: null });
        }
        const { pieces, whole } = measureSegments(segments, samples);
        const figures = ticks.flatMap(({ load }) => load ?? []);
        const direct = statsOf(Float64Array.from(figures));
        const folded = whole.host.cpu_load ?? null;
        expect(folded && { ...folded, mean: 0 }).toEqual(direct && { ...direct, mean: 0 });
        expect(folded?.mean ?? 0).toBeCloseTo(direct?.mean ?? 0, 9);
        for (const [index, { startMs, endMs }] of segments.entries()) {
          const isLast = index === segments.length - 1;
          const own = ticks
            .filter(({ atMs }) => atMs >= startMs && (atMs < endMs || (isLast && atMs === endMs)))
            .flatMap(({ load }) => load ?? []);
          expect(pieces[index]?.host.cpu_load ?? null).toEqual(statsOf(Float64Array.from(own)));
        }
        const p95s = pieces.flatMap(({ host }) => host.cpu_load?.p95 ?? []);
        if (folded) {
          expect(folded.p95).toBeGreaterThanOrEqual(Math.min(...p95s));
          expect(folded.p95).toBeLessThanOrEqual(Math.max(...p95s));
        }
      }),
    );
  });
});

it('folds signals of the timeline over the whole run, without what was not told', () => {
  const samples = createSamples();
  expect(ownStats(samples)).toBeNull();
  const told = [
    { latency_ms: 10, queue: null },
    { latency_ms: null, queue: null },
    { latency_ms: 30 },
  ];
  for (const [tick, signals] of told.entries()) {
    const sample = { atMs: tick * 500, tick, missed: 0, overheadMs: 0.1, host: null, target: null };
    samples.append({ ...sample, signals });
  }
  expect(ownStats(samples)).toEqual({
    latency_ms: { samples: 2, min: 10, mean: 20, p95: 30, max: 30 },
  });
});
