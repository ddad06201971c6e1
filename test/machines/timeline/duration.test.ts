/**
 * Goal: durations mean what they say, and what is no duration is refused with a hint.
 * Method: the forms of the language, hostile texts, and a round trip of every millisecond.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  durationMaxMs,
  formatDuration,
  parseDuration,
} from '../../../machines/timeline/duration.ts';

describe('what is a duration', () => {
  it.each([
    ['500ms', 500],
    ['2s', 2_000],
    ['1.5m', 90_000],
    ['1h30m', 5_400_000],
    [' 1h 30m ', 5_400_000],
    ['1H2M3S4MS', 3_723_004],
    ['.5s', 500],
    ['30', 30_000],
    [30, 30_000],
    [0.25, 250],
    ['0.4999s', 500],
    ['24h', durationMaxMs],
    [86_400, durationMaxMs],
  ])('%j is %d ms', (text, ms) => {
    expect(parseDuration(text, 'positive')).toEqual({ ok: true, value: ms });
  });

  it.each(['0s', '0', 0, '0h0m', -0])('%j is an offset, and no length', (nothing) => {
    expect(parseDuration(nothing, 'zero-allowed')).toEqual({ ok: true, value: 0 });
    expect(parseDuration(nothing, 'positive')).toMatchObject({ ok: false });
  });
});

describe('what is none', () => {
  it.each([
    ['nan', 'INVALID_DURATION'],
    ['.nan', 'INVALID_DURATION'],
    ['inf', 'INVALID_DURATION'],
    ['-Infinity', 'INVALID_DURATION'],
    ['infs', 'INVALID_DURATION'],
    [Number.NaN, 'INVALID_DURATION'],
    [Number.POSITIVE_INFINITY, 'INVALID_DURATION'],
    ['-5s', 'INVALID_DURATION'],
    [-0.001, 'INVALID_DURATION'],
    ['0.1ms', 'INVALID_DURATION'],
    ['30m1h', 'INVALID_DURATION'],
    ['1s1s', 'INVALID_DURATION'],
    ['1e3', 'INVALID_DURATION'],
    ['', 'INVALID_DURATION'],
    ['s', 'INVALID_DURATION'],
    ['5 parsecs', 'INVALID_DURATION'],
    ['٣s', 'INVALID_DURATION'],
    ['1s\0', 'INVALID_DURATION'],
    [true, 'INVALID_DURATION'],
    [{}, 'INVALID_DURATION'],
    ['24h1ms', 'DURATION_TOO_LONG'],
    ['9'.repeat(60), 'DURATION_TOO_LONG'],
  ])('%j', (text, code) => {
    for (const zero of ['positive', 'zero-allowed'] as const) {
      const { fault } = parseDuration(text, zero) as { fault: { code: string; hint: string } };
      expect(fault).toMatchObject({ code, hint: expect.stringMatching(/\.$|\?$/) });
    }
  });

  it('text of any length', () => {
    expect(parseDuration('9'.repeat(100_000), 'positive')).toMatchObject({
      ok: false,
      fault: { code: 'INVALID_DURATION' },
    });
  });

  it.each([
    ['2 min', '2m'],
    ['10 seconds', '10s'],
    ['1.5 hours', '1.5h'],
    ['20 millis', '20ms'],
  ])('%s: did you mean %s?', (text, near) => {
    expect(parseDuration(text, 'positive')).toMatchObject({
      fault: { hint: `Did you mean "${near}"?` },
    });
  });
});

describe('the round trip', () => {
  it('reads every length as it was written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: durationMaxMs }), (ms) => {
        expect(parseDuration(formatDuration(ms), 'zero-allowed')).toEqual({ ok: true, value: ms });
      }),
      { numRuns: 2_000 },
    );
  });

  it('writes them short', () => {
    const shown = [0, 1, 1_000, 1_500, 90_000, 5_400_000, 3_601_001].map(formatDuration);
    expect(shown).toEqual(['0s', '1ms', '1s', '1.5s', '1m30s', '1h30m', '1h1.001s']);
  });
});

it('takes any value without throwing', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const { ok } = parseDuration(value, 'positive');
      expect(typeof ok).toBe('boolean');
    }),
  );
});
