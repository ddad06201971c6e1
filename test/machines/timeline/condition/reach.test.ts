/**
 * Goal: an event is said to be out of reach only when nothing that may happen could start it, and
 * whoever follows from it is too.
 * Method: real expressions over lives, silent signals and ends, on targets of each policy.
 */
import { expect, it } from 'vitest';
import { unreachableIn } from '../../../../machines/timeline/condition/reach.ts';
import { readWish } from '../../../../machines/timeline/condition/wish-input.ts';
import {
  compileExpression,
  loadExpressions,
} from '../../../../machines/timeline/expression/load.ts';
import { builtInSignals } from '../../../../machines/timeline/expression/signals.ts';
import type { TargetPolicy } from '../../../../machines/timeline/timeline.ts';

await loadExpressions();

const scope = { signals: builtInSignals, eventIds: ['a', 'b', 'c'], usualWindow: 10_000 };
const expressionOf = (text: string) => {
  const made = compileExpression(text, scope);
  if (!made.ok) throw new Error(JSON.stringify(made.faults));
  return made.value;
};
const never = { restart: { policy: 'never', atMost: 5 } } as const;
const onCrash = { restart: { policy: 'on-crash', atMost: 2 } } as const;
const asked: Pick<TargetPolicy, 'ready' | 'restart'> = {
  ...never,
  ready: { tcp: 8080, withinMs: 1_000 },
};

function whys(
  starts: Readonly<Record<string, unknown>>,
  target: Pick<TargetPolicy, 'ready' | 'restart'> = never,
) {
  const events = Object.entries(starts).map(([id, condition]) => ({
    ...{ id, startMs: 0 },
    ...(condition === null
      ? {}
      : { start: { fromMs: 0, when: readWish(condition).wish, after: [], byMs: null } }),
  }));
  const silent = new Set(['io_pressure', 'io_latency_ms']);
  return Object.fromEntries(unreachableIn({ events, target, silent, expressionOf }));
}

const lives = (text: string) => `the program has ${text}`;

it.each([
  ['crashes >= 1', never, null],
  ['crashes >= 2', never, lives('one life (restart: never)')],
  ['restarts >= 1', never, lives('one life (restart: never)')],
  ['crashes >= 1 and exits >= 1', never, lives('one life (restart: never)')],
  ['crashes >= 3', onCrash, null],
  ['crashes >= 4', onCrash, lives('3 lives at most (restart: on-crash)')],
  ['crashes >= 4 or elapsed_s > 3', onCrash, null],
  ['io_pressure > 0.5', never, 'this host has no figure of io_pressure'],
  [
    'avg(io_pressure) > io_latency_ms',
    never,
    'this host has no figure of io_pressure and io_latency_ms',
  ],
  ['io_pressure > 0.5 or cpu_load > 0.5', never, null],
  ['max(crashes) >= 2', never, null],
])('%s', (text, target, why) => {
  expect(whys({ x: text }, target).x ?? null).toBe(why);
});

it('hangs are seen only by who asks', () => {
  const starts = { a: null, b: { event: 'a', outcome: 'hang' } };
  expect(whys(starts).b).toMatch(/^nobody would see a\[hang\]/);
  expect(whys(starts, asked)).toEqual({});
  expect(whys(starts, { ...never, ready: { output: 'x', withinMs: 1 } }).b).toBeDefined();
});

it('whoever follows from it is out of reach too, but not by another way', () => {
  const bad = 'crashes >= 2';
  expect(
    whys({ a: bad, b: { event: 'a' }, c: { all: [{ event: 'b' }, 'cpu_load > 0.5'] } }),
  ).toEqual({
    a: lives('one life (restart: never)'),
    b: 'a can never start',
    c: 'b can never start',
  });
  expect(whys({ a: bad, b: { any: [{ event: 'a' }, 'cpu_load > 0.5'] } }).b).toBeUndefined();
  expect(whys({ a: bad, b: { any: [{ event: 'a' }, 'io_pressure > 0.5'] } }).b).toBe(
    'a can never start',
  );
});

it('chains are alternatives, and all of one must come', () => {
  const start = (...links: readonly (readonly string[])[]) => ({
    ...{ fromMs: 0, when: null, byMs: null },
    after: links.map((ids) => ({
      from: ids.map((eventId) => ({ eventId, outcome: 'any' as const })),
    })),
  });
  const bad = { fromMs: 0, when: readWish('crashes >= 2').wish, after: [], byMs: null };
  const found = unreachableIn({
    events: [
      { id: 'a', startMs: 0, start: bad },
      { id: 'b', startMs: 0 },
      { id: 'c', startMs: 0, start: start(['a'], ['b']) },
      { id: 'd', startMs: 0, start: start(['a', 'b']) },
    ],
    ...{ target: never, silent: new Set<string>(), expressionOf },
  });
  expect([...found.keys()]).toEqual(['a', 'd']);
});
