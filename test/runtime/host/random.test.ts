/**
 * Goal: chance is reproducible, even, and its forks are independent of what others draw.
 * Method: known properties over a hundred thousand draws.
 */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSeededRandom, createSystemRandom } from '../../../runtime/host/random.ts';

const draw = (random: { next(): number }, count: number): readonly number[] =>
  Array.from({ length: count }, () => random.next());

describe('seeded chance', () => {
  it('repeats itself with the seed, and only with it', () => {
    expect(draw(createSeededRandom(42), 50)).toEqual(draw(createSeededRandom(42), 50));
    expect(draw(createSeededRandom(42), 5)).not.toEqual(draw(createSeededRandom(43), 5));
    expect(draw(createSystemRandom(42), 50)).toEqual(draw(createSeededRandom(42), 50));
  });

  it('is even over [0, 1)', () => {
    const numbers = draw(createSeededRandom(1), 100_000);
    const buckets = new Array(20).fill(0);
    for (const number of numbers) buckets[Math.floor(number * 20)]++;
    expect(numbers.filter((number) => number < 0 || number >= 1)).toEqual([]);
    // 5,000 each; five standard deviations are 345.
    for (const bucket of buckets) expect(Math.abs(bucket - 5_000)).toBeLessThan(345);
    const pairs = numbers.slice(1).map((number, at) => (number - 0.5) * ((numbers[at] ?? 0) - 0.5));
    const correlation = (pairs.reduce((sum, one) => sum + one, 0) / pairs.length) * 12;
    expect(Math.abs(correlation)).toBeLessThan(0.02);
  });

  it('forks by label, whatever was drawn before', () => {
    const [a, b] = [createSeededRandom(7), createSeededRandom(7)];
    draw(a, 10);
    expect(draw(a.fork('cpu'), 5)).toEqual(draw(b.fork('cpu'), 5));
    expect(draw(b.fork('cpu'), 5)).not.toEqual(draw(b.fork('disk'), 5));
    expect(draw(b.fork('a').fork('b'), 5)).not.toEqual(draw(b.fork('b').fork('a'), 5));
  });
});

describe('identities', () => {
  it('are of version 4, and repeat with the seed only when seeded', () => {
    const seeded = createSeededRandom(5);
    const ids = Array.from({ length: 1_000 }, () => seeded.uuid());
    for (const id of ids) expect(z.uuidv4().safeParse(id).success).toBe(true);
    expect(new Set(ids).size).toBe(1_000);
    expect(createSeededRandom(5).uuid()).toBe(ids[0]);
    expect(createSystemRandom(5).uuid()).not.toBe(createSystemRandom(5).uuid());
    expect(createSystemRandom(5).fork('a').uuid()).not.toBe(createSystemRandom(5).fork('a').uuid());
  });
});
