/**
 * Goal: whatever a timeline has of conditions, chains, constraints, curves and faults, the invariants
 * 54 to 60 hold; the draw covers what there is; every planted bug still stands where it is planted.
 * Method: a share of the seeds that `npm run timelines` plays; `npm run timelines -- --planted` hunts.
 */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadExpressions } from '../../../machines/timeline/expression/load.ts';
import { plantedSource } from '../planted/plant.ts';
import { drawTimeline } from './draw.ts';
import { textOf as testText } from './expression-oracle.ts';
import { inTimeline } from './in-timeline.ts';
import { textOf } from './text.ts';
import { timelineInvariants } from './timeline-check.ts';
import { trySeed } from './try-seed.ts';

await loadExpressions();

const seeds = Array.from({ length: 30 }, (_, seed) => seed);
const root = fileURLToPath(new URL('../../..', import.meta.url));

it('thirty timelines keep every invariant, and play the same a second time', async () => {
  const failed: string[] = [];
  const types = new Set<string>();
  for (const seed of seeds) {
    const { faults, played } = await trySeed(seed);
    for (const { type } of played?.events ?? []) types.add(type);
    for (const { invariant, what } of faults.slice(0, 2)) {
      failed.push(`npm run timelines -- --count 1 --seed ${seed}: (${invariant}) ${what}`);
    }
  }
  expect(failed).toEqual([]);
  for (const type of [
    ...['condition.met', 'condition.missed', 'run.abort.requested', 'expectation.judged'],
    ...['constraint.rule.applied', 'constraint.rule.released', 'constraint.effect.proved'],
    ...['constraint.identified', 'clip.adjust.requested', 'target.crashed'],
  ]) {
    expect(types).toContain(type);
  }
}, 60_000);

it('the draw has everything, and the same for the same seed', () => {
  const drawn = Array.from({ length: 200 }, (_, seed) => drawTimeline(seed));
  expect(drawTimeline(7)).toEqual(drawn[7]);
  const has = (of: (model: (typeof drawn)[number]) => boolean) => drawn.filter(of).length;
  expect(has(({ isCircular }) => isCircular)).toBeGreaterThan(0);
  expect(has(({ chains }) => chains.some(({ from }) => from.length > 1))).toBeGreaterThan(10);
  expect(has(({ rules }) => rules.length > 0)).toBeGreaterThan(40);
  expect(has(({ fates }) => fates.some(({ kind }) => kind === 'hang'))).toBeGreaterThan(5);
  expect(has(({ events }) => events.some(({ isSteady }) => !isSteady))).toBeGreaterThan(40);
  expect(has(({ events }) => events.some(({ sideChain }) => sideChain))).toBeGreaterThan(40);
  expect(
    has(({ chains }) => chains.some(({ from }, at) => chains[at - 1]?.from === from)),
  ).toBeGreaterThan(20);
  expect(has(({ rules }) => rules.some(({ holdMs }) => holdMs > 0))).toBeGreaterThan(20);
  expect(has(({ rules }) => rules.some(({ until }) => until))).toBeGreaterThan(20);
  expect(has(({ abort }) => abort !== null)).toBeGreaterThan(10);
  expect(
    has(({ fates }) => fates.some((one) => JSON.stringify(one).includes('KILL'))),
  ).toBeGreaterThan(20);
  for (const kind of ['always', 'sometimes', 'finally', 'usual'] as const) {
    expect(has(({ expect: all }) => all.some(({ is }) => is === kind))).toBeGreaterThan(20);
  }
  expect(has(({ faults }) => Object.keys(faults.stress).length > 0)).toBeGreaterThan(20);
  const ofWholeRun = /(avg|max|p95)\([\w.]+\)/;
  const expected = drawn.flatMap((model) => model.expect.map(({ test }) => testText(test)));
  expect(expected.filter((text) => ofWholeRun.test(text)).length).toBeGreaterThan(5);
  expect(has(({ faults }) => faults.lagsMs.length > 0)).toBeGreaterThan(20);
  for (const part of [
    'p95(',
    'rate(',
    'not (',
    ' and ',
    ' or ',
    ').state',
    ').outcome',
    ' * 100',
    ' - ',
  ]) {
    expect(drawn.filter((model) => textOf(model).includes(part)).length, part).toBeGreaterThan(5);
  }
});

it.each(inTimeline)('$id stands in $file once', (bug) => {
  expect(plantedSource(bug, root)).toContain(bug.replace);
});

it('every invariant has bugs that break it', () => {
  const broken = new Set(inTimeline.flatMap(({ breaks }) => breaks));
  expect([...broken].sort()).toEqual([...timelineInvariants]);
});
