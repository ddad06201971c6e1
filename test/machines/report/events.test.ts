/**
 * Goal: every event is told as what became of it. Method: one clip per fate, by hand.
 */
import { expect, it } from 'vitest';
import { intensityText, isEnough } from '../../../machines/report/events.ts';
import { doseShareMin } from '../../../machines/timeline/axis.ts';
import {
  createStream,
  inputOf,
  lifeOf,
  originMs,
  outcomeOf,
  planned,
  planOf,
  reportOf,
} from './stream.ts';

const event = (id: string, startMs = 1_000) => planned({ id, startMs, durationMs: 2_000 });

it('tells every fate', () => {
  const fates = ['done', 'cut', 'died', 'silent', 'skipped', 'early', 'unborn', 'unheard'] as const;
  const stream = createStream();
  stream.begin();
  const { say } = stream;
  for (const id of ['done', 'cut', 'died', 'silent']) stream.start(event(id), 1_002);
  stream.stop(event('done'), 3_000);
  stream.stop(event('cut'), 2_000);
  say('clip.failed', { atMs: 1_500, clipId: 'died', reason: 'the stressor died' });
  say('clip.skipped', { atMs: 0, clipId: 'skipped', reason: 'the target had ended' });
  stream.stop(event('early'), 900);
  say('clip.failed', { atMs: 1_000, clipId: 'unborn', reason: 'no memory' });
  stream.end(4_000);
  const input = inputOf(planOf(fates.map((id) => event(id))));
  const { events } = reportOf(input, stream.said, outcomeOf()).ambush;
  const told = events.map(({ id, state, reason, actual, whole, dose, outcome }) => {
    return [id, state, reason, actual?.end_ms, whole, dose?.ok, outcome];
  });
  expect(told).toEqual([
    ['done', 'done', undefined, 3_000, true, true, 'survived'],
    ['cut', 'done', 'cut short: it ran 1.0 s of 2.0 s', 2_000, false, true, 'survived'],
    ['died', 'failed', 'the stressor died', 1_500, false, undefined, 'survived'],
    ['silent', 'failed', 'nothing was heard of its end', 4_000, false, undefined, 'survived'],
    ['skipped', 'skipped', 'the target had ended', undefined, false, undefined, null],
    ['early', 'skipped', 'it was stopped before it began', undefined, false, undefined, null],
    ['unborn', 'failed', 'no memory', undefined, false, undefined, null],
    [
      'unheard',
      'skipped',
      'the run ended before it could start',
      undefined,
      false,
      undefined,
      null,
    ],
  ]);
});

it('does not call it survival when the target was not alive meanwhile', () => {
  const stream = createStream();
  stream.begin();
  stream.start(event('late', 5_000));
  stream.stop(event('late', 5_000), 7_000);
  stream.end();
  const lives = [lifeOf({ endMs: originMs + 4_000 })];
  const input = inputOf(planOf([event('late', 5_000)]));
  expect(reportOf(input, stream.said, outcomeOf({ lives })).ambush.events[0]?.outcome).toBe(null);
});

it.each([
  ['target.exited', 'exit'],
  ['target.hung', 'hang'],
] as const)('tells that the target met %s', (type, outcome) => {
  const stream = createStream();
  stream.begin();
  stream.start(event('a'));
  const at = { atMs: 2_000, life: 1, active: ['a'] };
  if (type === 'target.exited') stream.say(type, { ...at, code: 0 });
  else stream.say(type, { ...at, reason: 'no answer' });
  stream.stop(event('a'), 3_000);
  stream.end();
  const report = reportOf(inputOf(planOf([event('a')])), stream.said, outcomeOf());
  expect(report.ambush.events[0]?.outcome).toBe(outcome);
});

it('holds a dose for enough from 80 % on, and never when nothing was asked', () => {
  const shares = [doseShareMin - 0.001, doseShareMin, 1, 2];
  expect(shares.map((share) => isEnough(100, share * 100))).toEqual([false, true, true, true]);
  expect(isEnough(0, 0)).toBe(false);
});

it('writes intensities as the timeline has them', () => {
  const ramp = { shape: 'ramp', from: { percent: 12.5 }, to: 'heavy' } as const;
  expect([intensityText('light'), intensityText({ percent: 60 }), intensityText(ramp)]).toEqual([
    'light',
    '60%',
    { shape: 'ramp', from: '12.5%', to: 'heavy' },
  ]);
});

it('says the shape of an intensity with what it has, and no more', () => {
  const ends = { from: 'light', to: { percent: 90 } } as const;
  expect(intensityText({ shape: 'ramp', ...ends })).toEqual({
    ...{ shape: 'ramp', from: 'light', to: '90%' },
  });
  expect(intensityText({ shape: 'steps', ...ends, steps: 4 })).toEqual({
    ...{ shape: 'steps', from: 'light', to: '90%', steps: 4 },
  });
  expect(intensityText({ shape: 'pulse', ...ends, everyMs: 500, width: 0.5 })).toEqual({
    ...{ shape: 'pulse', from: 'light', to: '90%', every_ms: 500, width: 0.5 },
  });
});
