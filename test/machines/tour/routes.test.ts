/**
 * Goal: routes together take every edge, and none is longer than a reader can follow.
 * Method: a graph of the test's own, walked along the routes.
 */
import { expect, it } from 'vitest';
import { explore, type Graph } from '../../../machines/tour/graph.ts';
import { routesOf, stepsMax } from '../../../machines/tour/routes.ts';
import { doorLetters, doorMachine } from './door.ts';

function edgesTaken(graph: Graph): { readonly taken: number; readonly all: number } {
  const taken = new Set<unknown>();
  for (const route of routesOf(graph)) {
    let here = graph.initial;
    for (const letter of route) {
      const edge = graph.nodes.get(here)?.edges.find((each) => each.letter === letter);
      if (!edge) throw new Error(`Expected an edge ${letter.name} from ${here}.`);
      taken.add(edge);
      here = edge.to;
    }
  }
  const all = [...graph.nodes.values()].reduce((sum, { edges }) => sum + edges.length, 0);
  return { taken: taken.size, all };
}

it('takes every edge', () => {
  const { taken, all } = edgesTaken(explore(doorMachine, doorLetters));
  expect(taken).toBe(all);
  expect(all).toBe(14);
});

it('cuts routes at the limit, and goes further only where the way itself is longer', () => {
  const letter = { name: 'go', event: { type: 'go' } };
  const back = { name: 'back', event: { type: 'back' } };
  const ring = (size: number): Graph => ({
    initial: '0',
    nodes: new Map(
      Array.from({ length: size }, (_, index) => [
        String(index),
        {
          value: String(index),
          edges: [
            { letter, to: String((index + 1) % size) },
            ...(index === 0 ? [{ letter: back, to: '0' }] : []),
          ],
        },
      ]),
    ),
  });
  const lengths = routesOf(ring(100)).map((route) => route.length);
  expect(edgesTaken(ring(100))).toEqual({ taken: 101, all: 101 });
  // Beyond the limit only the way to one more edge is gone.
  const beyond = Array.from({ length: 100 - stepsMax }, (_, index) => stepsMax + 1 + index);
  expect(lengths).toEqual([stepsMax, 1, ...beyond]);
});
