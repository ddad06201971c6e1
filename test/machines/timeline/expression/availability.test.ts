/**
 * Goal: a signal that somebody asks about and that has no figure is told once, not too early, and
 * once more when a figure comes; what has nothing to be a figure of is not missed.
 * Method: figures of tick after tick, and what is said at which of them.
 */
import { expect, it } from 'vitest';
import {
  Availability,
  silentTicksMin,
} from '../../../../machines/timeline/expression/availability.ts';

const reader = { of: 'e', role: 'start', text: 'a > 1' } as const;

function said(figures: readonly (number | null)[], signal = 'a', hasTarget = true) {
  const availability = new Availability(new Map([[signal, [reader]]]));
  return figures.flatMap((figure, tick) =>
    availability
      .tick((name) => (name === signal ? figure : 1), hasTarget)
      .map((change) => [tick, change.to, change.signal, change.readers]),
  );
}

const silence = (length: number): null[] => Array.from({ length }, () => null);

it('is told at the tick at which it has been silent for long enough, once', () => {
  const readers = [reader];
  expect(said(silence(20))).toEqual([[silentTicksMin - 1, 'unavailable', 'a', readers]]);
  expect(said([...silence(silentTicksMin - 1), 0, ...silence(silentTicksMin - 1)])).toEqual([]);
  expect(said([1, 2, ...silence(silentTicksMin)])).toEqual([
    [silentTicksMin + 1, 'unavailable', 'a', readers],
  ]);
});

it('is told to be there again, and then no more', () => {
  expect(said([...silence(7), 3, 4, ...silence(20), 5]).map(([tick, to]) => [tick, to])).toEqual([
    [4, 'unavailable'],
    [7, 'available'],
  ]);
});

it('misses no figure of a target that is not there', () => {
  expect(said(silence(20), 'target.cpu', false)).toEqual([]);
  expect(said(silence(20), 'target.cpu', true)).toHaveLength(1);
});
