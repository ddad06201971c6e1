/**
 * Goal: the earliest start of an event is that of its slowest need.
 * Method: graphs by hand; chains of generated length.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphOf, type Node } from '../../../../machines/timeline/condition/graph.ts';
import type { Link, WantedOutcome, Wish } from '../../../../machines/timeline/condition/wish.ts';

const link = (...ends: readonly [string, WantedOutcome?][]): Link => ({
  from: ends.map(([eventId, outcome = 'any']) => ({ eventId, outcome })),
});
const node = (
  id: string,
  startMs: number,
  after: readonly Link[] = [],
  when: Wish | null = null,
): Node => ({
  ...{ id, startMs, durationMs: 10 },
  ...(after.length === 0 && when === null
    ? {}
    : { start: { fromMs: startMs, when, after, byMs: null } }),
});
const ended = (eventId: string, outcome: WantedOutcome, holdMs = 0): Wish => ({
  ...{ is: 'ended', eventId, outcome, holdMs },
});
const earliest = (...nodes: readonly Node[]) => Object.fromEntries(graphOf(nodes).earliest);

describe('the earliest start', () => {
  it('is after the whole of what survives, and at once after what may crash at once', () => {
    expect(earliest(node('a', 5), node('b', 0, [link(['a'])]))).toEqual({ a: 5, b: 15 });
    expect(earliest(node('a', 5), node('b', 0, [link(['a', 'survived'])]))).toEqual({
      a: 5,
      b: 15,
    });
    expect(earliest(node('a', 5), node('b', 0, [link(['a', 'crash'])]))).toEqual({ a: 5, b: 5 });
    const stopped = { ...node('a', 5), stop: ended('b', 'any') };
    expect(earliest(stopped, node('b', 0, [link(['a'])]))).toEqual({ a: 5, b: 5 });
  });

  it('is that of the slowest of a join, and of the fastest of several chains', () => {
    const nodes = [node('a', 0), node('b', 30)];
    expect(earliest(...nodes, node('c', 0, [link(['a'], ['b'])])).c).toBe(40);
    expect(earliest(...nodes, node('c', 0, [link(['a']), link(['b'])])).c).toBe(10);
    expect(earliest(...nodes, node('c', 20, [link(['a'])])).c).toBe(20);
  });

  it('counts holds and conditions', () => {
    const held: Wish = { is: 'holds', text: 'crashes > 0', holdMs: 3 };
    const all: Wish = { is: 'all', of: [held, ended('a', 'any', 2)], holdMs: 1 };
    const any: Wish = { is: 'any', of: [held, ended('a', 'any', 2)], holdMs: 1 };
    expect(earliest(node('a', 0), node('b', 0, [], all)).b).toBe(13);
    expect(earliest(node('a', 0), node('b', 0, [], any)).b).toBe(4);
  });

  it('begins no hold before its time', () => {
    const held: Wish = { is: 'holds', text: 'crashes > 0', holdMs: 20 };
    expect(earliest(node('b', 50, [], held)).b).toBe(70);
    const both: Wish = { is: 'all', of: [held, ended('a', 'any')], holdMs: 5 };
    expect(earliest(node('a', 0), node('b', 50, [], both)).b).toBe(75);
    const any: Wish = { is: 'any', of: [held, ended('a', 'any', 2)], holdMs: 1 };
    expect(earliest(node('a', 0), node('b', 50, [], any)).b).toBe(53);
  });

  it('adds up along a chain', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (length) => {
        const nodes = Array.from({ length }, (_, at) =>
          node(`e${at}`, 0, at === 0 ? [] : [link([`e${at - 1}`])]),
        );
        expect(graphOf(nodes.toReversed()).earliest.get(`e${length - 1}`)).toBe((length - 1) * 10);
      }),
      { numRuns: 20 },
    );
  });
});

it('whoever waits for himself never starts, and it takes no time to say so', () => {
  const { earliest: starts } = graphOf([
    node('a', 0, [link(['b'])]),
    node('b', 0, [], ended('a', 'crash')),
    node('c', 0, [link(['a'])]),
    node('d', 0, [link(['d'])]),
  ]);
  expect([...starts.values()]).toEqual([Infinity, Infinity, Infinity, Infinity]);
});
