/**
 * Goal: a moment is an instant with its zone or a time since the start, and nothing in between.
 * Method: texts of each kind, and what people type instead.
 */
import { expect, it } from 'vitest';
import { parseMoment } from '../../../machines/record/moment.ts';

it.each([
  ['2026-02-09T12:00:00Z', 1_770_638_400_000],
  ['2026-02-09T12:00:00.250Z', 1_770_638_400_250],
  ['2026-02-09t14:00:00+02:00', 1_770_638_400_000],
  ['2026-02-09 12:00:00z', 1_770_638_400_000],
])('%s is an instant', (text, ts) => {
  expect(parseMoment(text)).toEqual({ ok: true, value: { kind: 'instant', ts } });
});

it.each([
  ['12s', 12_000],
  ['0', 0],
  ['1m30s', 90_000],
  ['1.5', 1_500],
])('%s is a time since the start', (text, atMs) => {
  expect(parseMoment(text)).toEqual({ ok: true, value: { kind: 'offset', atMs } });
});

it.each([
  ['2026-02-09', 'INVALID_INSTANT'],
  ['2026-02-09T12:00:00', 'INVALID_INSTANT'],
  ['2026-13-09T12:00:00Z', 'INVALID_INSTANT'],
  ['yesterday', 'INVALID_DURATION'],
  ['-5s', 'INVALID_DURATION'],
  ['25h', 'DURATION_TOO_LONG'],
  ['', 'INVALID_DURATION'],
  ['at 2026-02-09T12:00:00Z', 'INVALID_DURATION'],
  ['2026-02-09T12:00:00Z, about', 'INVALID_INSTANT'],
])('refuses %s', (text, code) => {
  const reading = parseMoment(text);
  expect(reading).toMatchObject({ ok: false, fault: { code } });
  expect(reading.ok ? '' : reading.fault.message).toMatch(/^Expected .*; got ".*"\.$/);
});

it('says what a moment looks like', () => {
  expect(parseMoment('2026-02-09T12:00')).toMatchObject({
    fault: {
      message: 'Expected an instant such as 2026-02-09T12:00:00Z; got "2026-02-09T12:00".',
      hint: 'Try one with its zone.',
    },
  });
  expect(parseMoment('soon')).toMatchObject({
    fault: {
      message:
        'Expected a time since the start such as 12s, or an instant such as 2026-02-09T12:00:00Z; ' +
        'got "soon".',
    },
  });
});
