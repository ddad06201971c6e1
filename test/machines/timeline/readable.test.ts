/**
 * Goal: a mistake of form hides no other problem of the file, and nothing is told that is only so
 * because of it.
 * Method: files with one broken value of each kind beside expressions, chains and signals that are
 * wrong in ways of their own; and what follows from a mistake alone.
 */
import { describe, expect, it } from 'vitest';
import { complaints } from './documents.ts';

const head = 'program: p\nduration: 60s\n';

describe('a mistake of form', () => {
  it.each([
    ['a length', 'for: 0s', 'INVALID_DURATION events[0].for'],
    ['an intensity', 'for: 5s, intensity: hevy', 'UNKNOWN_INTENSITY events[0].intensity'],
    ['a condition', 'for: 5s, stop_when: { any: [] }', 'WRONG_TYPE events[0].stop_when.any'],
    ['a key', 'for: 5s, intensty: heavy', 'UNKNOWN_KEY events[0].intensty'],
  ])('hides no expression, chain or signal elsewhere: %s', (_, fields, mistake) => {
    const text = `${head}signals:
  cpu_load: { tcp: 1 }
events:
  - { id: a, axis: cpu, at: 0s, ${fields} }
  - { id: b, axis: cpu, for: 5s, start_when: "cpu_laod > 0.7" }
  - { id: c, axis: cpu, for: 5s, start_when: "memory_pressure > 2" }
chains:
  - c -> a -> c
  - a -> nope
expect: [cpu_load >]
`;
    expect(complaints(text).map((line) => line.replace(/ [\d:]+$/, ''))).toEqual([
      'NAME_TAKEN signals.cpu_load',
      mistake,
      'UNKNOWN_SIGNAL events[1].start_when',
      'CONDITION_CONSTANT events[2].start_when',
      'CHAIN_CYCLE chains[0]',
      'UNKNOWN_EVENT chains[1]',
      'INVALID_EXPRESSION expect[0]',
    ]);
  });

  it('hides no other one in the same value', () => {
    const text = `${head}events:
  - id: a
    axis: cpu
    for: 5s
    start_when: { any: [7, crashes > 1, { event: b, outcome: crsh }, cpu_laod > 1] }
  - { id: b, axis: cpu, at: 0s, for: 5s }
`;
    expect(complaints(text)).toEqual([
      'WRONG_TYPE events[0].start_when.any[0] 7:25',
      'UNKNOWN_OUTCOME events[0].start_when.any[2].outcome 7:62',
      'UNKNOWN_SIGNAL events[0].start_when.any[3] 7:70',
    ]);
  });

  it('moves no place: what is broken keeps its number', () => {
    const text = `${head}events:
  - nothing
  - { id: b, axis: cpu, for: 5s, start_when: "cpu_laod > 0.7" }
chains: ["", "a -> b -> b"]
`;
    expect(complaints(text)).toEqual([
      'WRONG_TYPE events[0] 4:5',
      'UNKNOWN_SIGNAL events[1].start_when 5:47',
      'EMPTY_TEXT chains[0] 6:10',
      'CHAIN_CYCLE chains[1] 6:25',
    ]);
  });
});

describe('what only follows from a mistake', () => {
  it.each([
    ['a name, where an id is broken', 'events', 'id: "", axis: cpu', 'EMPTY_TEXT events[0].id'],
    ['a name, where an axis is', 'events', 'axis: cpuu', 'UNKNOWN_AXIS events[0].axis'],
    [
      'a name, where `id` is misspelled',
      'events',
      'idd: x, axis: cpu',
      'UNKNOWN_KEY events[0].idd',
    ],
  ])('is not told: %s', (_, list, fields, mistake) => {
    const text = `${head}${list}:
  - { ${fields}, at: 0s, for: 5s }
  - { id: b, axis: cpu, for: 5s, start_when: { event: x } }
`;
    expect(complaints(text).map((line) => line.replace(/ [\d:]+$/, ''))).toEqual([mistake]);
  });

  it.each([
    ['a signal, where its source is broken', 'q: { http: "http://example.com/" }', 'NOT_LOOPBACK'],
    ['a signal, where its source is misspelled', 'q: { htp: "http://127.0.0.1/" }', 'UNKNOWN_KEY'],
    ['a signal, where it is none', 'q: 7', 'WRONG_TYPE'],
  ])('is not told: %s', (_, signal, code) => {
    const text = `${head}signals:
  ${signal}
events:
  - { id: b, axis: cpu, for: 5s, start_when: "q > 3" }
`;
    expect(complaints(text).map((line) => line.split(' ')[0])).toEqual([code]);
  });

  it.each([
    ['a pane', 'target: { pane: { cols: x } }', 'pane("1").queue_depth > 1'],
    ['a duration', 'duration: 0s', 'crashes > 1'],
    ['a restart', 'target: { restart: { when: now } }', 'restarts > 0'],
  ])('is not told: %s that cannot be read', (_, line, condition) => {
    const text = `program: p
${line}
events: [{ axis: cpu, for: 5s, at: 2s, start_when: '${condition}' }]
`;
    expect(complaints(text)).toHaveLength(1);
  });
});
