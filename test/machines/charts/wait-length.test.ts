/**
 * Goal: waits read as a person would write them. Method: the lengths that ours have, and none.
 */
import { expect, it } from 'vitest';
import { lengthText } from '../../../machines/charts/wait-length.ts';

it.each([
  [150, '150 ms'],
  [999, '999 ms'],
  [1_000, '1 s'],
  [1_500, '1.5 s'],
  [60_000, '60 s'],
  [null, 'computed'],
])('%s is %s', (ms, text) => {
  expect(lengthText({ event: 'e', delay: 'd', ms })).toBe(text);
});
