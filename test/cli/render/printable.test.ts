/**
 * Goal: no text of others can steer a terminal, and columns are counted as a terminal counts them.
 * Method: hostile samples by hand, and properties over arbitrary strings.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cut, pad, printable, widthOf, wrap } from '../../../cli/render/printable.ts';

const text = fc.string({ unit: 'binary', maxLength: 80 });

describe('printable', () => {
  it.each([
    ['\u001b[31mred', '\\x1b[31mred'],
    ['a\nb\tc\r', 'a\\nb\\tc\\r'],
    ['\u0085\u009b31m', '\\x85\\x9b31m'],
    ['abc\u202edcba', 'abc\\u202edcba'],
    ['\u200b\ufeff\u2066', '\\u200b\\ufeff\\u2066'],
    ['\ud800', '\\ud800'],
    ['naïve ünïcode 日本 🎉', 'naïve ünïcode 日本 🎉'],
  ])('%j becomes %j', (hostile, shown) => {
    expect(printable(hostile)).toBe(shown);
  });

  it('leaves nothing that steers, and is done after once', () => {
    fc.assert(
      fc.property(text, (hostile) => {
        const shown = printable(hostile);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\u2028\u2029]/u);
        expect(printable(shown)).toBe(shown);
      }),
    );
  });
});

describe('columns', () => {
  it.each([
    ['abc', 3],
    ['日本', 4],
    ['🎉!', 3],
    ['e\u0301', 1],
    ['한글', 4],
  ])('%s takes %i', (shown, columns) => {
    expect(widthOf(shown)).toBe(columns);
  });

  it('cut and pad keep to them', () => {
    expect([
      cut('abcdef', 4),
      cut('日本語', 4),
      cut('abc', 0),
      pad('ab', 4),
      pad('1', 3, 'right'),
    ]).toEqual(['abc…', '日…', '', 'ab  ', '  1']);
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (hostile, columns) => {
        const shown = printable(hostile);
        expect(widthOf(cut(shown, columns))).toBeLessThanOrEqual(columns);
        expect(widthOf(pad(shown, columns))).toBe(columns);
      }),
    );
  });

  it('wrap keeps to them and loses no letter', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 20 }), (hostile, columns) => {
        const shown = printable(hostile);
        const lines = wrap(shown, columns);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
        const letters = (some: string) => some.replace(/ /g, '');
        expect(letters(lines.join(''))).toBe(letters(shown));
      }),
    );
  });
});
