/**
 * Goal: arrows of chains and conditions become one graph; what must have ended is an arrow, what must
 * hold is its condition, alternatives are several arrows.
 * Method: one wish of each kind, and the edges that are expected of it.
 */
import { expect, it } from 'vitest';
import { causalGraph } from '../../../../machines/timeline/condition/causal-graph.ts';
import type { StartWish, Wish } from '../../../../machines/timeline/condition/wish.ts';

const holds = (text: string, holdMs = 0): Wish => ({ is: 'holds', text, holdMs });
const ended = (eventId: string, outcome: 'any' | 'crash' = 'any', holdMs = 0): Wish => ({
  ...{ is: 'ended', eventId, outcome, holdMs },
});
const all = (of: readonly Wish[], holdMs = 0): Wish => ({ is: 'all', of, holdMs });
const link = (...ids: readonly string[]) => ({
  from: ids.map((eventId) => ({ eventId, outcome: 'any' as const })),
});
const edgesOf = (start: Partial<StartWish>) =>
  causalGraph(
    [{ id: 'x', startMs: 0, start: { fromMs: 0, when: null, after: [], byMs: null, ...start } }],
    new Map(),
  ).edges.map(({ from, when }) => [
    from.map(({ event, outcome }) => `${event}[${outcome}]`).join(' '),
    when,
  ]);

it.each<readonly [string, Partial<StartWish>, readonly (readonly [string, string | null])[]]>([
  ['a chain', { after: [link('a')] }, [['a[any]', null]]],
  [
    'alternatives',
    { after: [link('a'), link('b')] },
    [
      ['a[any]', null],
      ['b[any]', null],
    ],
  ],
  ['a join', { after: [link('a', 'b')] }, [['a[any] b[any]', null]]],
  ['an end', { when: ended('a', 'crash') }, [['a[crash]', null]]],
  ['an end that lasts', { when: ended('a', 'any', 2_000) }, [['', 'a[any] for 2s']]],
  ['a signal', { when: holds('s > 1', 2_000) }, [['', 's > 1 for 2s']]],
  ['both', { when: all([ended('a'), holds('s > 1')]) }, [['a[any]', 's > 1']]],
  ['both of two', { when: all([holds('s > 1'), holds('t > 1')]) }, [['', 's > 1 and t > 1']]],
  ['both for a time', { when: all([ended('a')], 1_000) }, [['', 'a[any] for 1s']]],
  [
    'one of two',
    { when: { is: 'any', of: [ended('a'), holds('s > 1')], holdMs: 0 } },
    [['', 'a[any] or s > 1']],
  ],
  ['a chain and a signal', { after: [link('a')], when: holds('s > 1') }, [['a[any]', 's > 1']]],
  ['a chain and the same end', { after: [link('a')], when: ended('a') }, [['a[any]', null]]],
])('%s', (_, start, edges) => {
  expect(edgesOf(start)).toEqual(edges);
});

it('nodes say when, until when, and why never', () => {
  const start = { fromMs: 0, when: null, after: [link('a')], byMs: 9_000 };
  const events = [
    { id: 'a', startMs: 1_000, stop: holds('s > 1') },
    { id: 'b', startMs: 2_000, start },
  ];
  expect(causalGraph(events, new Map([['b', 'so']])).nodes).toEqual([
    {
      ...{ id: 'a', earliestMs: 1_000, byMs: null, waits: false },
      ...{ stopsWhen: 's > 1', unreachable: null },
    },
    {
      ...{ id: 'b', earliestMs: 2_000, byMs: 9_000, waits: true },
      ...{ stopsWhen: null, unreachable: 'so' },
    },
  ]);
});
