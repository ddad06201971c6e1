/**
 * Goal: a circle is found wherever it is, and nothing else is called one.
 * Method: small graphs by hand.
 */
import { expect, it } from 'vitest';
import { findCycle } from '../../../../machines/timeline/condition/cycle.ts';

it.each([
  [{}, null],
  [{ a: ['b', 'c'], b: ['d'], c: ['d'] }, null],
  [{ a: ['a'] }, ['a', 'a']],
  [{ a: ['b'], b: ['c'], c: ['b'] }, ['b', 'c', 'b']],
  [{ x: ['y'], a: ['b'], b: ['a'] }, ['a', 'b', 'a']],
])('%j', (followers: Readonly<Record<string, readonly string[]>>, cycle) => {
  expect(findCycle(new Map(Object.entries(followers)))).toEqual(cycle);
});
