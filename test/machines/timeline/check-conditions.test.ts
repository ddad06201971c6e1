/**
 * Goal: a condition that can never come true in this file, or is true from the start, is found before
 * anything starts; one that can is let through.
 * Method: files with one condition, each beside a neighbour that is right.
 */
import { expect, it } from 'vitest';
import { complaints, timelineOf } from './documents.ts';

function codesOf(event: string, head = ''): readonly string[] {
  return complaints(`program: ./p
duration: 120s
${head}events:
  - { id: first, axis: cpu, at: 0s, for: 10s }
  - { id: it, axis: cpu, ${event} }
`).map((told) => told.split(' ')[0] ?? '');
}

const never = ['CONDITION_CONSTANT'];

it.each([
  // The run is over by then.
  ['for: 5s, start_when: { elapsed_s > 500 }', never],
  ['for: 5s, start_when: { elapsed_s > 119 }', []],
  // It has begun only after that.
  ['at: 5s, for: 5s, stop_when: { elapsed_s > 3 }', never],
  ['at: 5s, for: 5s, stop_when: { elapsed_s > 7 }', []],
  ['at: 5s, for: 5s, start_when: { elapsed_s > 3 }', []],
  ['for: 5s, start_when: { restarts > 0 }', never],
  ['for: 5s, start_when: { "crashes >= 1 or crashes < 1" }', never],
  // Nobody is asked how it ended before it began.
  [`for: 5s, start_when: "event('it').state == 'done'"`, ['CHAIN_CYCLE']],
  [`for: 5s, start_when: "event('it').state == 'pending'"`, []],
  [`for: 5s, start_when: { any: ["event('it').state == 'done'", crashes > 0] }`, []],
  [`for: 5s, start_when: "event('first').state == 'done'"`, []],
  // Nothing is looked at before `at`.
  ['at: 110s, for: 2s, start_when: { if: crashes >= 1, hold: 20s }', ['NO_ROOM']],
  ['at: 90s, for: 2s, start_when: { if: crashes >= 1, hold: 20s }', []],
])('%s', (event, codes) => {
  expect(codesOf(event)).toEqual(codes);
});

it('a program that restarts can have been restarted', () => {
  const head = 'target: { restart: on-crash }\n';
  expect(codesOf('for: 5s, start_when: { restarts > 0 }', head)).toEqual([]);
});

it('a circle of expressions, or of expressions and chains, is one', () => {
  const other = (more: string, chains = '') =>
    complaints(`program: ./p
duration: 120s
events:
  - { id: base, axis: cpu, at: 0s, for: 10s }
  - { id: a, axis: cpu, for: 2s, start_when: "event('b').state == 'done' and crashes > 0" }
  - { id: b, axis: cpu, for: 2s${more} }
${chains}`);
  const own = ", start_when: \"event('a').outcome != 'none'\"";
  expect(other(own)).toEqual(['CHAIN_CYCLE events[2].start_when 6:46']);
  expect(other('', 'chains: [a -> b]')).toHaveLength(1);
  expect(other('', 'chains: [base -> b]')).toEqual([]);
});

it('an event that asks for the end of another is planned after it', () => {
  const { events } = timelineOf(`program: ./p
events:
  - { id: a, axis: cpu, at: 3s, for: 10s }
  - { id: done, axis: cpu, for: 2s, start_when: "event('a').state == 'done'" }
  - { id: crashed, axis: cpu, for: 2s, start_when: "event('a').outcome == 'crash'" }
`);
  expect(events.map(({ id, startMs }) => [id, startMs])).toEqual([
    ['a', 3_000],
    ['done', 13_000],
    ['crashed', 3_000],
  ]);
});
