/**
 * Goal: giving way is never told as more, nor letting go as less, without the figure that explains it.
 * Method: effects by hand.
 */
import { expect, test } from 'vitest';
import { effectWords, stepWords } from '../../../cli/render/constraint-words.ts';

const effect = { axis: 'cpu', unit: 'percent', before: 75, after: 25, asked: 25 } as const;

test.each([
  [{ ...effect, change: 'applied' }, 'cpu gave way to at most 25 %: 75 % before, 25 % after'],
  [
    { ...effect, change: 'applied', before: 20, after: 30, asked: 37.5 },
    'cpu was within 37.5 % already: 20 % before, 30 % after',
  ],
  [
    { ...effect, change: 'applied', before: 0, after: 20 },
    'cpu begins within 25 %: nothing before, 20 % after',
  ],
  [
    { ...effect, change: 'released', before: 30, after: 20, asked: 20 },
    'cpu was let go, the plan asks 20 %: 30 % before, 20 % after',
  ],
] as const)('%o', (facts, words) => {
  expect(effectWords(facts)).toBe(words);
});

test('each of the five steps has its number', () => {
  const steps = ['identify', 'exploit', 'subordinate', 'elevate', 'repeat'];
  expect(steps.map((step) => stepWords(step).slice(0, 7))).toEqual(
    [1, 2, 3, 4, 5].map((number) => `step ${number},`),
  );
});
