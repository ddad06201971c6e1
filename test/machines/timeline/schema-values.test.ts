/**
 * Goal: single values are read in every spelling that is plainly meant, and no other.
 * Method: tables of right and wrong spellings.
 */
import { describe, expect, it } from 'vitest';
import {
  argument,
  memoryLimit,
  parseAxis,
  parseId,
  parseIntensity,
  parseText,
  whole,
} from '../../../machines/timeline/schema-values.ts';

describe('intensities', () => {
  it.each([
    ['light', 'light'],
    [' EXTREME ', 'extreme'],
    ['60%', { percent: 60 }],
    ['0.5 %', { percent: 0.5 }],
    [
      { from: '10%', to: '90%' },
      { shape: 'ramp', from: { percent: 10 }, to: { percent: 90 } },
    ],
    [
      { from: 'light', to: '0%', shape: 'Ramp' },
      { shape: 'ramp', from: 'light', to: { percent: 0 } },
    ],
  ])('%j', (input, value) => {
    expect(parseIntensity(input)).toEqual({ ok: true, value });
  });

  it.each([
    ['hevy', 'UNKNOWN_INTENSITY', 'Did you mean "heavy"?'],
    ['', 'UNKNOWN_INTENSITY', 'Try "heavy" or "60%".'],
    [60, 'UNKNOWN_INTENSITY', 'Did you mean "60%"?'],
    [0.6, 'UNKNOWN_INTENSITY', 'Did you mean "60%"?'],
    [-1, 'UNKNOWN_INTENSITY', 'Try "60%".'],
    [Number.NaN, 'UNKNOWN_INTENSITY', 'Try "60%".'],
    ['120%', 'INVALID_PERCENT', 'Try "60%".'],
    ['0%', 'INVALID_PERCENT', 'Try "60%".'],
    [{ from: '0%', to: '0%' }, 'INVALID_INTENSITY', 'Try from 0% to 80%.'],
    [{ from: '10%', too: '1%' }, 'UNKNOWN_KEY', 'Did you mean "to"?'],
    [{ from: '10%' }, 'UNKNOWN_INTENSITY', 'Try "heavy" or "60%".'],
    [{ from: '10%', to: '20%', shape: 'saw' }, 'UNKNOWN_SHAPE', 'Try "ramp".'],
    [[], 'UNKNOWN_INTENSITY', 'Try "heavy" or "60%".'],
  ])('%j is none', (input, code, hint) => {
    expect(parseIntensity(input)).toMatchObject({ ok: false, fault: { code, hint } });
  });

  it('points into a ramp', () => {
    expect(parseIntensity({ from: 'x', to: '1%' })).toMatchObject({ fault: { path: ['from'] } });
  });
});

it('reads an axis in any case', () => {
  expect(parseAxis(' CPU ')).toEqual({ ok: true, value: 'cpu' });
  expect(parseAxis('gpu')).toMatchObject({
    fault: { code: 'UNKNOWN_AXIS', hint: 'Did you mean "cpu"?' },
  });
  expect(parseAxis(5)).toMatchObject({ fault: { code: 'UNKNOWN_AXIS' } });
  expect(parseAxis('constructor')).toMatchObject({ fault: { code: 'UNKNOWN_AXIS' } });
});

it.each([
  ['a\0b', 'INVALID_TEXT'],
  ['\ud800', 'INVALID_TEXT'],
  ['', 'EMPTY_TEXT'],
  ['  ', 'EMPTY_TEXT'],
  ['x'.repeat(4_097), 'TEXT_TOO_LONG'],
  [5, 'WRONG_TYPE'],
  [[], 'WRONG_TYPE'],
])('%j is no text', (input, code) => {
  expect(parseText(input, 'a name')).toMatchObject({ fault: { code } });
});

it('reads ids, numbers too', () => {
  expect([parseId(7), parseId(' Burst no. 1 '), parseId('日本')]).toEqual(
    ['7', 'Burst no. 1', '日本'].map((value) => ({ ok: true, value })),
  );
  expect(parseId('a\u200bb')).toMatchObject({ fault: { code: 'INVALID_ID' } });
});

it('reads whole numbers within bounds', () => {
  const port = whole('a port', 80, { min: 1, max: 65_535, code: 'INVALID_PORT' });
  expect([1, '65535', ' 80 '].map((input) => port.safeParse(input).data)).toEqual([1, 65_535, 80]);
  for (const input of [0, 65_536, 1.5, '1.5', '', 'x', Number.NaN, null, [80], '9'.repeat(99)]) {
    expect(port.safeParse(input).success).toBe(false);
  }
});

it('reads limits and arguments', () => {
  expect(memoryLimit.safeParse('80%').data).toEqual({ percent: 80 });
  expect(memoryLimit.safeParse('2GiB').data).toEqual({ bytes: 2_147_483_648 });
  expect(memoryLimit.safeParse('0%').success).toBe(false);
  expect(['', 'a b', 8, false].map((input) => argument.safeParse(input).data)).toEqual([
    '',
    'a b',
    '8',
    'false',
  ]);
  expect(argument.safeParse({}).success).toBe(false);
});
