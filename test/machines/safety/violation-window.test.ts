/**
 * Goal: three within ten seconds count, three within more do not, and memory is bounded.
 * Method: instants at and around the edge.
 */
import { expect, it } from 'vitest';
import { addInstant, type Instants, isReached } from '../../../machines/safety/violation-window.ts';

const limit = { count: 3, windowMs: 10_000 };
const after = (...instants: readonly number[]) =>
  instants.reduce<Instants>((kept, at) => addInstant(kept, at, limit), []);

it.each([
  [[0, 1, 2], true],
  [[0, 5_000, 10_000], true],
  [[0, 5_000, 10_001], false],
  [[0, 1], false],
  [[0, 9_000, 11_000, 12_000], true],
])('%j is reached: %s', (instants, expected) => {
  expect(isReached(after(...instants), limit)).toBe(expected);
});

it('keeps no more than it counts', () => {
  expect(after(...Array.from({ length: 100 }, (_, at) => at))).toEqual([97, 98, 99]);
});
