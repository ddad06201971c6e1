/**
 * Goal: what the schema finds is told at its place, with the nearest right word.
 * Method: one slip per text.
 */
import { describe, expect, it } from 'vitest';
import { judge } from './documents.ts';

/** The only problem of a timeline that is right apart from these lines. */
function only(lines: string) {
  const events = /^(events|tracks):/m.test(lines) ? '' : 'events: [{ axis: cpu, at: 0, for: 1 }]\n';
  const judged = judge(`program: p\n${events}${lines}\n`);
  const problems = judged.ok ? [] : judged.problems;
  expect(problems).toHaveLength(1);
  return problems[0];
}

describe('unknown keys', () => {
  it.each([
    ['target: { stop: { signl: SIGINT } }', 'target.stop.signl', '"signal"'],
    ['target: { at_most: 5 }', 'target.at_most', 'restart: { when: on-crash, at_most: 5 }'],
    ['target: { within: 5s }', 'target.within', 'inside "ready"'],
    ['limits: { disc: 1GiB }', 'limits.disc', '"disk"'],
    ['events: [{ axis: cpu, at: 0, for: 1, name: a }]', 'events[0].name', '"id"'],
    ['events: [{ axis: cpu, at: 0, for: 1, offset: 1 }]', 'events[0].offset', '"at"'],
    [
      'tracks: [{ axis: cpu, events: [{ axis: cpu, at: 0, for: 1 }] }]',
      'tracks[0].events[0].axis',
      'Remove the key',
    ],
    ['zzzzzzzz: 1', 'zzzzzzzz', 'The keys are'],
  ])('%s', (lines, path, hint) => {
    const problem = only(lines);
    expect(problem).toMatchObject({ code: 'UNKNOWN_KEY', where: { path } });
    expect(problem?.hint).toContain(hint);
  });

  it.each(['toString', 'hasOwnProperty', 'valueOf'])('named like a method: %s', (key) => {
    expect(only(`${key}: 1`)?.code).toBe('UNKNOWN_KEY');
    expect(only(`events: [{ axis: cpu, at: 0, for: 1, ${key}: 1 }]`)?.code).toBe('UNKNOWN_KEY');
  });
});

describe('words from elsewhere lead to ours', () => {
  const event = (rest: string) => `program: p\nevents: [{ axis: cpu, at: 0, for: 1, ${rest} }]`;
  const one = 'events: [{ axis: cpu, at: 0, for: 1 }]';
  const program = (rest: string) => `program: { command: p, ${rest} }\n${one}`;
  const target = (rest: string) => `program: p\ntarget: { ${rest} }\n${one}`;

  it.each([
    [event('start: 1'), 'at'],
    [event('duration: 1'), 'for'],
    [event('length: 1'), 'for'],
    [event('level: 1'), 'intensity'],
    [event('when: 1'), 'start_when'],
    [program('cmd: p'), 'command'],
    [program('arguments: []'), 'args'],
    [program('environment: {}'), 'env'],
    [target('restart: { when: on-crash, policy: always }'), 'when'],
    [target('restart: { when: on-crash, max: 1 }'), 'at_most'],
    [target('ready: { output: a, timeout: 1 }'), 'within'],
    [target('ready: { output: a, TimeOut: 1 }'), 'within'],
  ])('%j: %s', (text, ours) => {
    const judged = judge(text);
    const problems = judged.ok ? [] : judged.problems;
    expect(problems.map(({ code, hint }) => [code, hint])).toEqual([
      ['UNKNOWN_KEY', `Did you mean "${ours}"?`],
    ]);
  });
});

describe('the nearest form of a union', () => {
  it.each([
    ['target: { restart: { when: on-crsh } }', 'UNKNOWN_RESTART', 'target.restart.when'],
    ['target: { restart: on-crsh }', 'UNKNOWN_RESTART', 'target.restart'],
    ['target: { restart: [on-crash] }', 'WRONG_TYPE', 'target.restart'],
    ['tracks: [5]', 'WRONG_TYPE', 'tracks[0]'],
    [
      'tracks: [{ axis: cpu, events: [{ at: 0, for: 1, intensity: hevy }] }]',
      'UNKNOWN_INTENSITY',
      'tracks[0].events[0].intensity',
    ],
  ])('%s', (lines, code, path) => {
    expect(only(lines)).toMatchObject({ code, where: { path } });
  });

  it('of a program without a command', () => {
    const judged = judge('program: { args: [a] }\nevents: [{ axis: cpu, at: 0, for: 1 }]');
    expect(judged).toMatchObject({
      problems: [{ code: 'MISSING_KEY', where: { path: 'program.command', line: 1, column: 10 } }],
    });
  });
});

describe('what is missing or of another kind', () => {
  it.each([
    ['events: [{ axis: cpu, at: 0 }]', 'MISSING_KEY', 'events[0].for', 'Try "for: 30s".'],
    ['events: [{ axis: cpu, at: 0, for: }]', 'MISSING_KEY', 'events[0].for', 'Try "for: 30s".'],
    ['tracks: [{ axis: cpu }]', 'MISSING_KEY', 'tracks[0].events', 'Write `events:`.'],
    ['tracks:', 'MISSING_KEY', 'tracks', 'Write `tracks:`.'],
    ['events: { axis: cpu }', 'WRONG_TYPE', 'events', 'Begin each item with "- ".'],
    ['limits: [1]', 'WRONG_TYPE', 'limits', 'Remove the "- ".'],
    ['limits: 5', 'WRONG_TYPE', 'limits', 'See `ambush schema timeline`.'],
  ])('%s', (lines, code, path, hint) => {
    expect(only(lines)).toMatchObject({ code, hint, where: { path } });
  });
});
