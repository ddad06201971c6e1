/**
 * Goal: sizes and shares mean what they say; ambiguous ones are refused, not guessed.
 * Method: the forms of the language, and every whole number of every unit.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPercent, parsePercent, parseSize } from '../../../machines/timeline/size.ts';

describe('sizes', () => {
  it.each([
    ['64MiB', 67_108_864],
    ['2GiB', 2_147_483_648],
    ['10MB', 10_000_000],
    ['1.5kb', 1_500],
    ['1 KiB', 1_024],
    ['17B', 17],
    ['17', 17],
    [17, 17],
    [' 1tib ', 2 ** 40],
  ])('%j is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toEqual({ ok: true, value: bytes });
  });

  it.each([
    '2G',
    '2GG',
    '-1MiB',
    '0',
    '0.1B',
    'MiB',
    '',
    '1e9',
    '1ib',
    '99999999TiB',
    null,
    {},
    '1'.repeat(99),
  ])('%j is none', (text) => {
    expect(parseSize(text)).toMatchObject({ ok: false, fault: { code: 'INVALID_SIZE' } });
  });

  it('asks which unit was meant', () => {
    expect(parseSize('2g')).toMatchObject({
      fault: { hint: 'Did you mean "2GiB" (1024) or "2GB" (1000)?' },
    });
  });

  it('is exact in every unit', () => {
    const units = ['B', 'kB', 'MB', 'GB', 'KiB', 'MiB', 'GiB'];
    const factors = [1, 1e3, 1e6, 1e9, 2 ** 10, 2 ** 20, 2 ** 30];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_000 }), fc.nat({ max: 6 }), (amount, unit) => {
        const value = amount * (factors[unit] ?? 0);
        expect(parseSize(`${amount}${units[unit]}`)).toEqual({ ok: true, value });
      }),
    );
  });
});

describe('shares', () => {
  it.each([
    ['60%', 60],
    [' 0.5 % ', 0.5],
    ['100%', 100],
  ])('%j is %d percent', (text, percent) => {
    expect(isPercent(text)).toBe(true);
    expect(parsePercent(text, 'positive')).toEqual({ ok: true, value: percent });
  });

  it.each(['0%', '101%', '-5%', '%', '60', 60, 'nan%'])('%j is none', (text) => {
    expect(parsePercent(text, 'positive')).toMatchObject({ fault: { code: 'INVALID_PERCENT' } });
  });

  it('may begin at nothing where that makes sense', () => {
    expect(parsePercent('0%', 'zero-allowed')).toEqual({ ok: true, value: 0 });
    expect(parsePercent('100.1%', 'zero-allowed')).toMatchObject({ ok: false });
  });
});
