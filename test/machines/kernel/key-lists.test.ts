/**
 * Goal: the same keys have the same number, in order, and strangers cannot make it grow.
 * Method: walks of a few keys; more keys and more lists than there is room for.
 */
import { expect, it } from 'vitest';
import { KeyLists, keyListsMax, keysMax } from '../../../machines/kernel/key-lists.ts';

function walk(lists: KeyLists, keys: readonly string[]): number | null {
  let step = lists.root;
  for (const key of keys) {
    const next = lists.step(step, key);
    if (!next) return null;
    step = next;
  }
  return lists.numberOf(step);
}

it('numbers lists of keys, the empty one included', () => {
  const lists = new KeyLists();
  const given = [[], ['a'], ['a', 'b'], ['b', 'a'], ['a', 'b', 'c'], ['__proto__']];
  const numbers = given.map((keys) => walk(lists, keys));
  expect(given.map((keys) => walk(lists, keys))).toEqual(numbers);
  expect(new Set(numbers).size).toBe(given.length);
  expect(numbers.map((number) => lists.keys(number ?? -1))).toEqual(given);
});

it('has an end, and still knows what it knew', () => {
  const lists = new KeyLists();
  const known = walk(lists, ['a', 'b']);
  const long = Array.from({ length: keysMax + 1 }, (_, at) => `k${at}`);
  expect(walk(lists, long)).toBe(null);
  expect(lists.isFull).toBe(false);
  for (let at = 0; at < keyListsMax; at += 1) walk(lists, [`once-${at}`]);
  expect(lists.isFull).toBe(true);
  expect(walk(lists, ['one', 'more'])).toBe(null);
  expect(walk(lists, ['a', 'b'])).toBe(known);
});
