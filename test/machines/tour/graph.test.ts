/**
 * Goal: the graph holds every reachable state and every step that the machine answers.
 * Method: a small machine whose states can be counted by hand.
 */
import { expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { explore, keyOf, lettersOf, shortestWays } from '../../../machines/tour/graph.ts';
import { doorLetters, doorMachine } from './door.ts';

const graph = explore(doorMachine, doorLetters);
const at = (leaf: string | object, lamp: string) =>
  graph.nodes.get(keyOf({ leaf: leaf as string, lamp }))?.edges.map(({ letter }) => letter.name);

it('finds every state, and only the letters that are answered there', () => {
  // Shut, wide, ajar and gone, each with the lamp off and on.
  expect(graph.nodes.size).toBe(8);
  expect(at('shut', 'off')).toEqual(['knock knock', 'dark']);
  expect(at({ open: 'wide' }, 'off')).toEqual(['close', 'tired', 'dark']);
  expect(at({ open: 'ajar' }, 'on')).toEqual(['close', 'tired']);
  expect(at('gone', 'on')).toEqual([]);
});

it('goes the shortest way to each', () => {
  const ways = shortestWays(graph);
  const way = ways.get(keyOf({ leaf: 'gone', lamp: 'off' }))?.map(({ name }) => name);
  expect(ways.size).toBe(8);
  expect(ways.get(graph.initial)).toEqual([]);
  expect(way).toEqual(['knock knock', 'tired']);
});

it('refuses what only time or a child could walk', () => {
  const timed = createMachine({ initial: 'a', states: { a: { after: { 5: 'b' } }, b: {} } });
  expect(() => explore(timed, lettersOf('x'))).toThrow(/after/i);
});
