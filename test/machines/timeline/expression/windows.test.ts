/**
 * Goal: a window holds the samples of its time and no others, and its figures are those of the books.
 * Method: generated samples; every window beside a plain count over the whole list.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Window } from '../../../../machines/timeline/expression/expression.ts';
import { windowFunctions } from '../../../../machines/timeline/expression/signals.ts';
import { samplesKeptMax, WindowKeeper } from '../../../../machines/timeline/expression/windows.ts';

const windows: readonly Window[] = [2_000, 5_000, 'whole' as const].flatMap((lengthMs) =>
  windowFunctions.map((fn) => ({ key: `${fn} ${lengthMs}`, fn, signal: 'x', lengthMs })),
);

/** Nearest rank, counted: the smallest that at least 95 % do not exceed. */
function p95(values: readonly number[]): number | null {
  const enough = (value: number) =>
    values.filter((other) => other <= value).length * 100 >= 95 * values.length;
  return values.filter(enough).sort((a, b) => a - b)[0] ?? null;
}

it('reads what is within it', () => {
  const samples = fc.array(fc.option(fc.integer({ min: -5, max: 5 }), { nil: null }), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(samples, (values) => {
      const keeper = new WindowKeeper(windows);
      values.forEach((value, tick) => {
        const atMs = tick * 500;
        keeper.take(atMs, () => value);
        const read = keeper.read(atMs);
        for (const lengthMs of [2_000, 5_000, 'whole'] as const) {
          const within = values
            .slice(0, tick + 1)
            .map((one, at) => ({ value: one, atMs: at * 500 }))
            .filter((one) => lengthMs === 'whole' || one.atMs > atMs - lengthMs)
            .flatMap((one) => (one.value === null ? [] : [{ ...one, value: one.value }]));
          const all = within.map((one) => one.value);
          const none = all.length === 0;
          const [first, last] = [within[0], within.at(-1)];
          const span = (last?.atMs ?? 0) - (first?.atMs ?? 0);
          const rise = ((last?.value ?? 0) - (first?.value ?? 0)) / (span / 1_000);
          expect(read[`avg ${lengthMs}`] ?? null).toEqual(
            none ? null : expect.closeTo(all.reduce((a, b) => a + b, 0) / all.length, 9),
          );
          expect(read[`max ${lengthMs}`]).toBe(none ? null : Math.max(...all));
          expect(read[`p95 ${lengthMs}`]).toBe(p95(all));
          expect(read[`rate ${lengthMs}`] ?? null).toEqual(
            span === 0 ? null : expect.closeTo(rise, 9),
          );
        }
      });
    }),
  );
});

it('forgets the oldest beyond the most that it keeps', () => {
  const keeper = new WindowKeeper([{ key: 'm', fn: 'max', signal: 'x', lengthMs: 'whole' }]);
  for (let tick = 0; tick <= samplesKeptMax; tick += 1) keeper.take(tick, () => -tick);
  expect(keeper.read(samplesKeptMax)).toEqual({ m: -1 });
});

it('forgets nothing of the longest run there can be, its recovery included', () => {
  expect(samplesKeptMax).toBeGreaterThan(2 * (24 * 3_600 + 600));
});
