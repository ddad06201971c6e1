/**
 * Goal: what a report needs is remembered, moved to the origin, and bounded. Method: streams by
 * hand, with more incidents and limits than are kept.
 */
import { expect, it } from 'vitest';
import { createHeard, incidentsMax, limitsMax } from '../../../machines/report/heard.ts';
import { createStream, goodRun, sinceStartMs, threeEvents } from './stream.ts';

it('remembers a good run', () => {
  const heard = createHeard();
  for (const envelope of goodRun().said) heard.take(envelope);
  const { runId, cadenceMs, originSinceStartMs, endedAtMs, lastAtMs, missedTicks } = heard;
  expect({ runId, cadenceMs, originSinceStartMs, endedAtMs, lastAtMs, missedTicks }).toEqual({
    runId: '20000000-0000-4000-8000-000000000001',
    cadenceMs: 500,
    originSinceStartMs: sinceStartMs,
    endedAtMs: 12_500,
    lastAtMs: 12_500,
    missedTicks: 0,
  });
  expect(heard.samples.kept).toBe(25);
  expect(heard.clip('spike').started).toEqual({
    atMs: 0.5,
    skewMs: 0.5,
    cause: '10000000-0000-4000-8000-000000000006',
  });
});

it('moves what came before the origin, and only that', () => {
  const heard = createHeard();
  const stream = createStream();
  stream.say('target.started', { atMs: 100, life: 1, pid: 1 });
  stream.say('target.crashed', { atMs: 400, life: 1, code: 1, active: [] });
  stream.say('run.origin.set', { countInMs: 0, sinceStartMs: 900 });
  stream.say('target.crashed', { atMs: 400, life: 2, code: 1, active: [] });
  for (const envelope of stream.said) heard.take(envelope);
  expect(heard.incidents.map(({ atMs }) => atMs)).toEqual([-500, 400]);
  expect(heard.firstLife?.atMs).toBe(-800);
});

it('is bounded, counts the crashes beyond, and ignores what it does not know', () => {
  const heard = createHeard();
  const stream = createStream();
  for (let n = 0; n < incidentsMax + 7; n += 1) {
    stream.say('target.crashed', { atMs: n, life: n + 1, signal: 'SIGSEGV', active: [] });
  }
  for (let n = 0; n < 20; n += 1) {
    stream.say('stressor.limited', { atMs: n, clipId: 'spike', reason: `limit ${n}` });
  }
  for (const envelope of stream.said) heard.take(envelope);
  heard.take({ ...stream.start(threeEvents[0]), type: 'clip.unheard.of' });
  expect([heard.incidents.length, heard.crashesNotKept, heard.clip('spike').limited.size]).toEqual([
    incidentsMax,
    7,
    limitsMax,
  ]);
});
