/** Goal: seeded, spread, incompressible. Method: repeat, compare, and run it through zlib. */
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Chance } from '../../stressors/chance.ts';

test('the same seed gives the same bytes, another seed others', () => {
  expect(new Chance(1).bytes(64)).toEqual(new Chance(1).bytes(64));
  expect(new Chance(1).bytes(64)).not.toEqual(new Chance(2).bytes(64));
  for (const seed of [0, -1, 2 ** 31, 2 ** 53]) expect(new Chance(seed).word()).not.toBe(0);
});

test('its bytes do not compress, and its numbers are spread over [0, 1)', () => {
  expect(deflateSync(new Chance(3).bytes(65_536)).length).toBeGreaterThan(65_000);
  const chance = new Chance(4);
  const numbers = Array.from({ length: 10_000 }, () => chance.next());
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...numbers)).toBeLessThan(1);
  expect(numbers.reduce((sum, each) => sum + each) / 10_000).toBeCloseTo(0.5, 1);
});
