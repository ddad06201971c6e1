/**
 * Goal: a reader of the original loads our report. Method: an independent strict reader over
 * reports of good, crashed and barely begun runs; and the same reader over broken ones.
 */
import { describe, expect, it } from 'vitest';
import { assaultFields } from '../../../machines/report/assault.ts';
import { loadAsOriginal } from './original-reader.ts';
import { crashedRun } from './runs.ts';
import { createStream, goodRun, inputOf, outcomeOf, reportOf } from './stream.ts';

const good = reportOf(inputOf(), goodRun().said, outcomeOf());
const crashed = reportOf(inputOf(), crashedRun().said, crashedRun().outcome);
const barely = reportOf(
  inputOf(),
  createStream().said,
  outcomeOf({ status: 'errored', lives: [] }),
);

describe('a reader of the original', () => {
  it.each([
    ['a good run', good],
    ['a crashed run', crashed],
    ['a run that barely began', barely],
  ])('loads the report of %s', (_name, report) => {
    expect(loadAsOriginal(JSON.stringify(report))).toEqual([]);
  });

  it.each([
    ['a fraction of a byte', { total_crashes: 0.5 }],
    ['a missing part', { overall_assessment: undefined }],
    ['a level in lower case', { timeline: { ...good.timeline, events: [{ intensity: 'light' }] } }],
  ])('would refuse %s', (_name, change) => {
    expect(loadAsOriginal(JSON.stringify({ ...good, ...change }))).not.toEqual([]);
  });

  it('finds every field of the schema in the report', () => {
    const own = Object.keys(good).filter((key) => key !== 'ambush');
    expect(own.sort()).toEqual(Object.keys(assaultFields).sort());
  });
});
