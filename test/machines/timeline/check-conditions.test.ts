/**
 * Goal: a condition that can never come true in this file, or is true from the start, is found before
 * anything starts; one that can is let through.
 * Method: files with one condition, each beside a neighbour that is right.
 */
import { expect, it } from 'vitest';
import { complaints } from './documents.ts';

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
