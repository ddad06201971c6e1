/**
 * Goal: values read as a person would say them, whatever a log holds.
 * Method: one of each kind.
 */
import { expect, it } from 'vitest';
import { flat, lengthText, objectsOf, valueText } from '../../../machines/trace/value.ts';

it.each([
  [null, 'none'],
  [undefined, 'none'],
  ['text', 'text'],
  ['x'.repeat(200), `${'x'.repeat(120)}…`],
  ['x'.repeat(120), 'x'.repeat(120)],
  [1.23456, '1.235'],
  [true, 'yes'],
  [false, 'no'],
  [{ redacted: true, length: 12 }, '(12 characters, redacted)'],
  [{ redacted: true }, 'redacted yes'],
  [{ redacted: 'no', length: 12 }, 'redacted no, length 12'],
  [['a', 2], 'a, 2'],
  [{ a: { b: 1 }, c: 'd' }, 'a b 1, c d'],
])('%j is %s', (value, expected) => expect(valueText(value)).toBe(expected));

it.each([
  [0.25, '0.3 ms'],
  [250, '250 ms'],
  [999.4, '999.4 ms'],
  [999.5, '1.0 s'],
  [-250, '-250 ms'],
  [-2_000, '-2.0 s'],
  [45_000, '45.0 s'],
  [99_949, '99.9 s'],
  [99_950, '1 min 40 s'],
  [120_000, '2 min 00 s'],
  [665_000, '11 min 05 s'],
  ['soon', 'some time'],
  [Number.POSITIVE_INFINITY, 'some time'],
  [Number.NaN, 'some time'],
])('%s ms is %s', (ms, expected) => expect(lengthText(ms)).toBe(expected));

it('flattens what is nested, and leaves what is redacted', () => {
  const hidden = { redacted: true, length: 3 };
  expect([...flat({ a: 1, b: { c: true, d: { e: 'x' } }, f: hidden, g: [1] })]).toEqual([
    ['a', 1],
    ['b.c', true],
    ['b.d.e', 'x'],
    ['f', hidden],
    ['g', [1]],
  ]);
  expect([...flat('text')]).toEqual([]);
});

it('takes objects out of anything', () => {
  expect([objectsOf([{ a: 1 }, 2, null]), objectsOf('text'), objectsOf(undefined)]).toEqual([
    [{ a: 1 }],
    [],
    [],
  ]);
});
