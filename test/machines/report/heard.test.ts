/**
 * Goal: what a report needs is remembered, moved to the origin, and bounded. Method: streams by
 * hand, with more incidents and limits than are kept.
 */
import { expect, it } from 'vitest';
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import { createHeard, incidentsMax, limitsMax } from '../../../machines/report/heard.ts';
import { createStream, goodRun, lifeOf, sinceStartMs, startedAtMs, threeEvents } from './stream.ts';

it('remembers a good run', () => {
  const heard = createHeard();
  for (const envelope of goodRun().said) heard.take(envelope);
  const { runId, cadenceMs, originSinceStartMs, ended } = heard;
  const { lastAtMs, missedTicks } = heard;
  expect({
    runId,
    cadenceMs,
    originSinceStartMs,
    startedAtMs: heard.startedAtMs,
    lastAtMs,
    missedTicks,
  }).toEqual({
    runId: '20000000-0000-4000-8000-000000000001',
    cadenceMs: 500,
    originSinceStartMs: sinceStartMs,
    startedAtMs,
    lastAtMs: 12_500,
    missedTicks: 0,
  });
  expect(ended?.atMs).toBe(12_500);
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
  const { startMs: _, endMs: __, outputTail: ___, stderrTail: ____, ...life } = lifeOf();
  stream.say('target.ended', { ...life, startMs: 100, atMs: 400 });
  stream.say('target.crashed', { atMs: 400, life: 1, code: 1, active: [] });
  stream.say('run.origin.set', { countInMs: 0, sinceStartMs: 900 });
  stream.say('target.crashed', { atMs: 400, life: 2, code: 1, active: [] });
  for (const envelope of stream.said) heard.take(envelope);
  expect(heard.incidents.map(({ atMs }) => atMs)).toEqual([-500, 400]);
  stream.say('target.ended', { ...life, life: 2, startMs: -300, atMs: 400 });
  heard.take(stream.said.at(-1) as Envelope);
  expect(heard.lives.map(({ startMs, atMs }) => [startMs, atMs])).toEqual([
    [-800, -500],
    [-300, 400],
  ]);
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
