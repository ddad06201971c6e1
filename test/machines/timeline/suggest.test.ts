/**
 * Goal: the nearest word is found, and nothing is suggested that is not near.
 * Method: slips that people make, and the laws of a distance.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, slipsBetween, suggest } from '../../../machines/timeline/suggest.ts';

const known = ['cpu', 'memory', 'disk', 'network', 'concurrency', 'time'];

describe('suggest', () => {
  it.each([
    ['cppu', 'cpu'],
    ['CPU ', 'cpu'],
    ['memroy', 'memory'],
    ['netwrok', 'network'],
    ['dis', 'disk'],
    ['tmie', 'time'],
  ])('%s: %s', (typed, meant) => {
    expect(suggest(typed, known)).toBe(meant);
    expect(didYouMean(typed, known)).toBe(`Did you mean "${meant}"?`);
  });

  it.each(['gpu2', 'banana', '', ' ', '__proto__'])('%j: nothing', (typed) => {
    expect(suggest(typed, ['memory', 'network'])).toBeUndefined();
  });

  it('text of any length: nothing', () => {
    expect(suggest('x'.repeat(100_000), ['memory', 'network'])).toBeUndefined();
  });
});

it('counts slips as a distance does', () => {
  const word = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      const slips = slipsBetween(a, b);
      expect(slips).toBe(slipsBetween(b, a));
      expect(slips === 0).toBe(a === b);
      expect(slips).toBeGreaterThanOrEqual(Math.abs(a.length - b.length));
      expect(slips).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
  expect([slipsBetween('ab', 'ba'), slipsBetween('kitten', 'sitting')]).toEqual([1, 3]);
});
