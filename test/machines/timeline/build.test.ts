/**
 * Goal: a right document becomes the whole model: ids, lanes, defaults, overrides.
 * Method: small timelines, whole values compared.
 */
import { describe, expect, it } from 'vitest';
import { seedOf } from '../../../machines/timeline/build.ts';
import { someHash, timelineOf } from './documents.ts';

const ids = (text: string) => timelineOf(`program: p\n${text}`).events.map(({ id }) => id);

it('fills in every default', () => {
  expect(timelineOf('program: p\nevents: [{ axis: CPU, at: 1, for: "2" }]')).toEqual({
    program: { command: 'p', args: [], env: {} },
    durationMs: 3_000,
    seed: 0x00c0ffee,
    target: {
      restart: { policy: 'never', atMost: 0 },
      stop: { signal: 'SIGTERM', graceMs: 5_000 },
      priority: 'polite',
    },
    limits: { memory: { percent: 80 }, diskBytes: 2_147_483_648 },
    lanes: [{ axis: 'cpu', name: 'cpu' }],
    events: [
      {
        id: 'cpu-1',
        axis: 'cpu',
        lane: 0,
        startMs: 1_000,
        durationMs: 2_000,
        intensity: 'medium',
        args: [],
      },
    ],
  });
});

describe('ids', () => {
  const event = (id?: string) => `{ ${id ? `id: ${id}, ` : ''}axis: cpu, at: 0, for: 1 }`;

  it('count per axis over the whole file, named events included', () => {
    const text = `tracks:
  - { axis: cpu, events: [{ at: 0, for: 1 }, { id: mine, at: 0, for: 1 }] }
  - { axis: disk, events: [{ at: 0, for: 1 }] }
  - { axis: cpu, events: [{ at: 0, for: 1 }] }
events: [${event()}]`;
    expect(ids(text)).toEqual(['cpu-1', 'mine', 'disk-1', 'cpu-3', 'cpu-4']);
  });

  it('give way to ids that the file gives itself', () => {
    expect(ids(`events: [${event()}, ${event()}, ${event('cpu-2')}, ${event()}]`)).toEqual([
      'cpu-1',
      'cpu-3',
      'cpu-2',
      'cpu-5',
    ]);
    expect(ids(`events: [${event('cpu-2')}, ${event()}]`)).toEqual(['cpu-2', 'cpu-3']);
  });

  it('follow the order of the file', () => {
    const flat = 'events: [{ axis: cpu, at: 1, for: 1 }]';
    const tracks = 'tracks: [{ axis: cpu, events: [{ at: 0, for: 1 }] }]';
    const starts = (text: string) =>
      timelineOf(`program: p\n${text}`).events.map(({ id, startMs }) => [id, startMs]);
    expect(starts(`${flat}\n${tracks}`)).toEqual([
      ['cpu-1', 1_000],
      ['cpu-2', 0],
    ]);
    expect(starts(`${tracks}\n${flat}`)).toEqual([
      ['cpu-1', 0],
      ['cpu-2', 1_000],
    ]);
  });
});

it('makes a lane per track, and puts flat events on the first lane of their axis', () => {
  const { lanes, events } = timelineOf(`program: p
tracks:
  - { axis: cpu, events: [{ at: 0, for: 1 }] }
  - { axis: cpu, events: [] }
events:
  - { axis: disk, at: 0, for: 1 }
  - { axis: cpu, at: 5, for: 1 }`);
  expect(lanes.map(({ name }) => name)).toEqual(['cpu 1', 'cpu 2', 'disk']);
  expect(events.map(({ lane }) => lane)).toEqual([0, 2, 0]);
});

it('keeps arguments as they were typed', () => {
  const { program, events } = timelineOf(`
program: { command: p, args: [--port, 8080, 1.0, 0x10, true, "a b", ""], cwd: /, env: { N: 1.50 } }
events: [{ axis: cpu, at: 0, for: 1, args: [1.0] }]`);
  expect(program).toEqual({
    command: 'p',
    args: ['--port', '8080', '1.0', '0x10', 'true', 'a b', ''],
    cwd: '/',
    env: { N: '1.50' },
  });
  expect(events[0]?.args).toEqual(['1.0']);
});

it('lets the command line decide', () => {
  const text = `program: { command: p, args: [a], cwd: /, env: { A: b } }
seed: 7
events: [{ axis: cpu, at: 0, for: 1 }]`;
  expect(timelineOf(text, { args: ['b'] }).program).toEqual({
    command: 'p',
    args: ['b'],
    cwd: '/',
    env: { A: 'b' },
  });
  expect(timelineOf(text, { program: 'q' }).program).toEqual({ command: 'q', args: [], env: {} });
  expect(timelineOf(text).seed).toBe(7);
  expect(timelineOf(text, { seed: 0 }).seed).toBe(0);
});

it('reads both spellings of restart, and every probe', () => {
  const target = (text: string) =>
    timelineOf(`program: p\ntarget: ${text}\nevents: [{ axis: cpu, at: 0, for: 1 }]`).target;
  expect(target('{ restart: on-crash }').restart).toEqual({ policy: 'on-crash', atMost: 5 });
  expect(target('{ restart: { when: ALWAYS, at_most: 2 } }').restart).toEqual({
    policy: 'always',
    atMost: 2,
  });
  expect(target('{ ready: { tcp: "8080", within: 1m } }').ready).toEqual({
    tcp: 8080,
    withinMs: 60_000,
  });
  expect(target('{ ready: { output: listening on } }').ready).toEqual({
    output: 'listening on',
    withinMs: 10_000,
  });
  expect(target('{ ready: { http: "http://[::1]:80/x" } }').ready).toEqual({
    http: 'http://[::1]:80/x',
    withinMs: 10_000,
  });
  expect(target('{ stop: { signal: int, grace: 0s }, priority: normal }')).toMatchObject({
    stop: { signal: 'SIGINT', graceMs: 0 },
    priority: 'normal',
  });
});

it('makes the seed from the text', () => {
  expect(seedOf(someHash)).toBe(0x00c0ffee);
  expect(seedOf('ffffffff00')).toBe(2 ** 32 - 1);
});

it('an arrow and a condition that say the same are one cause', () => {
  const { events } = timelineOf(`program: p
events:
  - { id: a, axis: cpu, at: 0s, for: 5s }
  - { id: b, axis: cpu, for: 5s, start_when: { event: a, outcome: crash, by: 4s } }
  - { id: c, axis: cpu, for: 5s, start_when: { event: a } }
chains: ["a[crash] -> b", "a[crash] -> c"]
`);
  expect(events[1]?.start).toMatchObject({ when: null, byMs: 4_000, after: [{}] });
  expect(events[2]?.start).toMatchObject({ when: { is: 'ended', outcome: 'any' } });
});
