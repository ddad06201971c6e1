/**
 * Goal: no value of the program's environment comes through, whole or torn, and the text stays
 * readable by others. Method: canaries in texts, alone, side by side, one within another, cut.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../machines/report/secrets.ts';

const redact = createRedactor({
  TOKEN: 'hunter2-canary',
  LONG: 'hunter2-canary-and-more',
  ODD: 'a.b*c(d)[e]$',
  MODE: 'dev',
});

describe('secrets', () => {
  it.each([
    ['x hunter2-canary y', 'x [redacted TOKEN] y'],
    ['hunter2-canary-and-more', '[redacted LONG]'],
    ['hunter2-canaryhunter2-canary', '[redacted TOKEN][redacted TOKEN]'],
    ['a.b*c(d)[e]$ aXbXc', '[redacted ODD] aXbXc'],
    ['dev is short', 'dev is short'],
  ])('%j is written as %j', (text, written) => {
    expect(redact(text)).toBe(written);
  });

  it('does not let the end of one through where the text was cut in its middle', () => {
    expect([redact('2-canary ok', true), redact('2-canary ok'), redact('ary ok', true)]).toEqual([
      '[redacted TOKEN] ok',
      '2-canary ok',
      'ary ok',
    ]);
  });

  it('leaves no canary in any text', () => {
    const part = fc.oneof(fc.string(), fc.constant('s3cr3t.canary'));
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const kept = createRedactor({ KEY: 's3cr3t.canary' })(parts.join(''));
        expect(kept).not.toContain('s3cr3t.canary');
      }),
    );
  });
});

it('takes a value of four characters for a secret, and a torn one of four', () => {
  const redact = createRedactor({ FOUR: 'abcd', THREE: 'xyz', SIX: 'qwerty', AGAIN: 'abcd' });
  expect(redact('abcd xyz qwerty')).toBe('[redacted FOUR] xyz [redacted SIX]');
  expect(redact('erty', true)).toBe('[redacted SIX]');
  expect(redact('rty', true)).toBe('rty');
});

it('makes half a surrogate pair whole, and leaves whole ones alone', () => {
  expect(createRedactor({})('\uDE00 ok \u{1F600} \uD83D')).toBe('\uFFFD ok \u{1F600} \uFFFD');
});
