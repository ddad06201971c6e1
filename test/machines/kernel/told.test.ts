/**
 * Goal: a value of a stranger is named shortly, and cannot do anything to a reader.
 * Method: one value of each kind.
 */
import { expect, it } from 'vitest';
import { told } from '../../../machines/kernel/told.ts';

it('tells a value shortly, whatever it is', () => {
  const values = [null, undefined, '\u001b[2J', ['x'], { toString: null }, () => {}, -5, 10n];
  expect(values.map(told)).toEqual([
    ...['null', 'undefined', '"\\u001b[2J"', 'a list', 'an object', 'a function'],
    ...['number -5', 'bigint 10'],
  ]);
});
