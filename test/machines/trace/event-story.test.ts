/**
 * Goal: every way in which an event can be, started or not, ended or not, has its answer in words.
 * Method: facts of each kind, and the sentence that is expected of it.
 */
import { expect, it } from 'vitest';
import {
  type EventFacts,
  offset,
  stepText,
  storyOf,
  unknownEvent,
} from '../../../machines/trace/event-story.ts';

const facts: EventFacts = {
  ...{ id: 'e', axis: 'cpu', typed: null, plannedMs: 1_000, durationMs: 4_000, waitsFor: null },
  ...{ stopsWhen: null, decisions: [], lastSaw: null, state: 'open', startedMs: null },
  ...{ endedMs: null, whole: false, reason: null, outcome: null, dose: null, throttled: null },
  ...{ ledBy: [], ledTo: [], silent: [] },
};
const played = { state: 'done', startedMs: 1_010, endedMs: 5_000 } as const;
const word = { atMs: 900, because: 'a > 1', saw: {} } as const;

it.each<readonly [string, Partial<EventFacts>, string, string | null]>([
  ['open', {}, 'It had not started when this log ended: it is planned for +1.0 s.', null],
  [
    'waiting',
    { waitsFor: 'a > 1' },
    'It had not started when this log ended: it waits for a > 1.',
    null,
  ],
  ['playing', { startedMs: 1_010 }, 'as planned.', 'It was still playing when this log ended.'],
  ['late', { startedMs: 1_900 }, 'It started at +1.9 s, 0.9 s after its planned time.', 'It was'],
  [
    'whole',
    { ...played, whole: true },
    'as planned.',
    'It ended at +5.0 s, when its 4.0 s were over.',
  ],
  [
    'cut short',
    { ...played, endedMs: 3_010, reason: 'cut short: it ran 2.0 s of 4.0 s' },
    'as planned.',
    'It ended at +3.0 s, cut short: it ran 2.0 s of 4.0 s.',
  ],
  [
    'never stopped',
    { ...played, whole: true, stopsWhen: 'a > 1' },
    'as planned.',
    'were over. a > 1 did not hold while it played.',
  ],
  [
    'stopped',
    { ...played, decisions: [{ ...word, role: 'stop', held: true }] },
    'as planned.',
    'It was stopped at +5.0 s, because a > 1 held.',
  ],
  [
    'met',
    { ...played, decisions: [{ ...word, role: 'start', held: true }] },
    'It started at +1.0 s, because a > 1 held.',
    'cut short',
  ],
  [
    'missed',
    { state: 'skipped', decisions: [{ ...word, role: 'start', held: false }] },
    'It never started: a > 1, known at +0.9 s.',
    null,
  ],
  ['skipped', { state: 'skipped', reason: 'so.' }, 'It never started: so.', null],
  [
    'failed',
    { ...played, state: 'failed', reason: 'it died' },
    'as planned',
    'It failed at +5.0 s: it died.',
  ],
  ['mute', { state: 'skipped' }, 'It never started: nobody said why.', null],
])('%s', (_, more, start, end) => {
  const story = storyOf({ ...facts, ...more });
  expect(story.start).toContain(start);
  if (end === null) expect(story.end).toBeNull();
  else expect(story.end).toContain(end);
});

it('says what there is to ask about', () => {
  const ids = Array.from({ length: 9 }, (_, at) => `event-${at}`);
  const said = unknownEvent(ids, [], 'x', 'report');
  expect(said.message).toBe('Expected the id of an event of this report; got "x".');
  expect(said.hint).toMatch(/^Try "event-0", .*"event-7", …\.$/);
  expect(unknownEvent([], [], 'x', 'log').hint).toBe('It has none.');
  const more = unknownEvent(['spike'], ['crashes == 0'], 'x', 'log');
  expect(more.message).toContain('the id of an event, or an expectation of this log; got "x"');
  expect(more.hint).toBe('Try "spike", or an expectation such as "crashes == 0".');
  const near = unknownEvent(['spike'], ['crashes == 0'], 'crahses == 0', 'log');
  expect(near.hint).toBe('Did you mean "crashes == 0"?');
});

it.each([
  ['clip.started', 'e started'],
  ['clip.stopped', 'e ended'],
  ['clip.skipped', 'e was skipped'],
  ['clip.failed', 'e failed'],
  ['condition.met', 'what e waited for held'],
  ['condition.missed', 'what e waited for could hold no more'],
  ['target.crashed', 'the target crashed'],
  ['target.exited', 'the target ended by itself'],
  ['target.hung', 'the target hung'],
  ['other.thing', 'other.thing'],
])('%s: %s', (type, says) => {
  expect(stepText({ atMs: 0, type, event: 'e', eventId: '' })).toBe(says);
});

it('offsets have a sign', () => {
  expect([offset(-500), offset(12_340)]).toEqual(['-0.5 s', '+12.3 s']);
});

const typed = { outcome: 'verified', heldBy: [], waitedMs: 0 } as const;
const asked = { typed, durationMs: 0, state: 'done', startedMs: 1_010, endedMs: 1_400 } as const;
const held = { heldBy: ['compaction-gate', 'safe-mode-gate'], waitedMs: 3_500 };

it.each<readonly [string, Partial<EventFacts>, string, string | null]>([
  ['taken', asked, 'It was asked for at +1.0 s, as planned.', 'was seen to take it at +1.4 s.'],
  [
    'held back',
    { ...asked, typed: { ...typed, ...held } },
    'It was asked for',
    'It was held back by compaction-gate and safe-mode-gate for 3.5 s.',
  ],
  [
    'dropped',
    { ...asked, typed: { ...typed, outcome: 'dropped' }, reason: 'ttl_expired' },
    'It was asked for',
    'It ended at +1.4 s as dropped: it waited for a gate until its time was up.',
  ],
  [
    'broken off',
    { ...asked, endedMs: null, typed: { ...typed, outcome: null } },
    'It was asked for',
    'Nothing was heard of its end.',
  ],
  [
    'skipped',
    { typed: { ...typed, outcome: null }, state: 'skipped', reason: 'the target had ended' },
    'It was never asked for: the target had ended.',
    null,
  ],
])('a text that is %s', (_name, more, start, end) => {
  const story = storyOf({ ...facts, ...more });
  expect(story.start).toContain(start);
  if (end === null) expect(story.end).toBeNull();
  else expect(story.end).toContain(end);
});
