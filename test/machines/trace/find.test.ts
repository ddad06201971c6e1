/**
 * Goal: the beginning of an id finds an event or an operation when it can mean only one, and says
 * what it could mean when not.
 * Method: logs by hand whose ids begin alike.
 */
import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../../../machines/record/session-line.ts';
import { findId } from '../../../machines/trace/find.ts';

const rest = '-0000-4000-8000-000000000000';
const event = (eventId: string, correlationId: string, type = 'clip.armed'): LoggedEvent => ({
  ...{ eventId: `${eventId}${rest}`, correlationId: `${correlationId}${rest}`, causationId: null },
  ...{ type, source: 'clip', paneId: '1', ts: 0, seq: 1, payload: {}, atMs: 0 },
});
const events = [
  event('aaaa0001', 'cccc0001', 'run.started'),
  event('aaaa0002', 'cccc0001'),
  event('bbbb0001', 'cccc0002'),
  event('abcd0001', 'dddd0001'),
];
const ask = (prefix: string, wanted: 'operation' | 'event') => {
  const found = findId(events, prefix, wanted);
  if (!found.ok) return found.problems.map(({ code }) => code).join();
  const { correlationId, eventId } = found.value;
  return `${correlationId.slice(0, 8)} ${eventId?.slice(0, 8) ?? '-'}`;
};

describe('an operation', () => {
  it.each([
    ['cccc0001', 'cccc0001 -'],
    ['cccc', 'AMBIGUOUS_ID'],
    ['dddd', 'dddd0001 -'],
    ['DDDD', 'dddd0001 -'],
    ['bbbb', 'cccc0002 bbbb0001'],
    // Two events of one operation mean that operation.
    ['aaaa', 'cccc0001 aaaa0001'],
    [`aaaa0002${rest}`, 'cccc0001 aaaa0002'],
    ['ffff', 'UNKNOWN_ID'],
    ['ccc', 'ID_TOO_SHORT'],
  ])('%s: %s', (prefix, expected) => expect(ask(prefix, 'operation')).toBe(expected));
});

describe('an event', () => {
  it.each([
    ['bbbb', 'cccc0002 bbbb0001'],
    ['aaaa', 'AMBIGUOUS_ID'],
    ['aaaa0002', 'cccc0001 aaaa0002'],
    [`aaaa0001${rest}`, 'cccc0001 aaaa0001'],
    // An operation means its first event.
    ['cccc0001', 'cccc0001 aaaa0001'],
    ['cccc', 'AMBIGUOUS_ID'],
    ['ffff', 'UNKNOWN_ID'],
    ['', 'ID_TOO_SHORT'],
  ])('%s: %s', (prefix, expected) => expect(ask(prefix, 'event')).toBe(expected));
});

function refused(prefix: string, wanted: 'operation' | 'event') {
  const found = findId(events, prefix, wanted);
  return found.ok ? null : found.problems[0];
}

it('says what it wanted, what it got, and what to try', () => {
  expect(refused('ccc', 'event')).toEqual({
    code: 'ID_TOO_SHORT',
    message: 'Expected at least 4 characters of an id, got "ccc".',
    hint: 'Try more of it; `ambush events FILE` shows the ids.',
  });
  expect(refused('ffff'.repeat(20), 'operation')).toEqual({
    code: 'UNKNOWN_ID',
    message: `Expected the id of an operation in this log, got "${'f'.repeat(64)}".`,
    hint: 'Try one that `ambush events FILE` shows.',
  });
  expect(refused('ffff', 'event')?.message).toMatch('the id of an event in this log');
  const operations = `Try one of cccc0001${rest} (run.started), cccc0002${rest} (clip.armed).`;
  expect(refused('cccc', 'operation')?.hint).toBe(operations);
  expect(refused('cccc', 'event')?.hint).toBe(operations);
  expect(refused('aaaa', 'event')?.hint).toBe(
    `Try one of aaaa0001${rest} (run.started), aaaa0002${rest} (clip.armed).`,
  );
});

it('finds what is written out in full and in capitals', () => {
  const id = `aaaa0002${rest}`;
  expect(ask(id.toUpperCase(), 'event')).toBe('cccc0001 aaaa0002');
  expect(ask(id.toUpperCase(), 'operation')).toBe('cccc0001 aaaa0002');
});

it('names five that are all there are, and claims no more', () => {
  const five = [1, 2, 3, 4, 5].map((at) => event(`eeee000${at}`, 'cccc0001'));
  const found = findId(five, 'eeee', 'event');
  expect(found.ok ? '' : found.problems[0]?.hint).toMatch(/eeee0005\S+ \(clip\.armed\)\.$/);
});

it('names candidates, not more than five, and keeps no more than it names', () => {
  const many = Array.from({ length: 100 }, (_, at) => event(`eeee00${at + 10}`, 'cccc0001'));
  const found = findId(many, 'eeee', 'event');
  expect(found.ok ? [] : found.problems).toEqual([
    {
      code: 'AMBIGUOUS_ID',
      message: 'Expected the beginning of one id, got "eeee", that of several.',
      hint: `Try one of ${[10, 11, 12, 13, 14].map((at) => `eeee00${at}${rest} (clip.armed)`).join(', ')} and more.`,
    },
  ]);
  const last = findId(many, `eeee0099${rest}`, 'event');
  expect(last.ok && last.value.eventId).toBe(`eeee0099${rest}`);
});
