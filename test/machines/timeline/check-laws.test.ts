/**
 * Goal: the laws between values hold, and one mistake does not hide another.
 * Method: one broken law per text, at its edge where it has one.
 */
import { describe, expect, it } from 'vitest';
import { eventsMax, tracksMax } from '../../../machines/timeline/check-laws.ts';
import { complaints, judge } from './documents.ts';

const one = 'axis: cpu, at: 0, for: 1';
const found = (lines: string) => complaints(`program: p\n${lines}`);

describe('times', () => {
  it.each([
    ['duration: 2\nevents: [{ axis: cpu, at: 1, for: 1 }]', []],
    [
      'duration: 2\nevents: [{ axis: cpu, at: 1, for: 1001ms }]',
      ['EVENT_PAST_DURATION events[0].for 3:35'],
    ],
    [
      'duration: 2\nevents: [{ axis: cpu, at: 2, for: 1 }]',
      ['EVENT_PAST_DURATION events[0].at 3:27'],
    ],
    ['events: [{ axis: cpu, at: 24h, for: 1ms }]', ['DURATION_TOO_LONG events[0].for 2:37']],
    ['events: [{ axis: cpu, at: 23h, for: 1h }]', []],
    ['events: [{ axis: cpu, for: 1 }]', ['MISSING_KEY events[0].at 2:10']],
  ])('%j', (lines, problems) => {
    expect(found(lines)).toEqual(problems);
  });

  it('are not missed where a condition or a chain starts the event', () => {
    expect(found('events: [{ axis: cpu, for: 1, start_when: { crashes >= 1 } }]')).toEqual([]);
    expect(
      found(`chains: [a -> b]\nevents: [{ id: a, ${one} }, { id: b, axis: cpu, for: 1 }]`),
    ).toEqual([]);
    // An id within another id, or at the head of a chain, starts nothing.
    expect(
      found(
        `chains: [x-b -> a]\nevents: [{ id: x-b, ${one} }, { id: a, ${one} }, { id: b, axis: cpu, for: 1 }]`,
      ),
    ).toEqual(['MISSING_KEY events[2].at 3:86']);
  });
});

describe('ids', () => {
  it('are unique across tracks and lists', () => {
    const judged = judge(`program: p
tracks:
  - { axis: cpu, events: [{ id: a, at: 0, for: 1 }] }
events: [{ id: " a ", ${one} }]`);
    expect(judged).toMatchObject({
      problems: [
        {
          code: 'DUPLICATE_ID',
          message: 'Expected every id once; got "a" again, first on line 3.',
          where: { path: 'events[0].id', line: 4 },
          hint: 'Try "a-2", or leave the id out.',
        },
      ],
    });
  });

  it('are visible', () => {
    expect(found(`events: [{ id: "a\\u202eb", ${one} }]`)).toEqual([
      'INVALID_ID events[0].id 2:16',
    ]);
    expect(found(`events: [{ id: "${'x'.repeat(129)}", ${one} }]`)).toEqual([
      'TEXT_TOO_LONG events[0].id 2:16',
    ]);
  });
});

describe('counts', () => {
  const events = (count: number) => `events:\n${`  - { ${one} }\n`.repeat(count)}`;

  it('of events', () => {
    expect(found(events(eventsMax))).toEqual([]);
    expect(found(events(eventsMax + 1))).toEqual(['TOO_MANY_EVENTS events[1000] 1003:5']);
  });

  it('of tracks', () => {
    const tracks = (count: number) =>
      `tracks:\n${`  - { axis: cpu, events: [{ at: 0, for: 1 }] }\n`.repeat(count)}`;
    expect(found(tracks(tracksMax))).toEqual([]);
    expect(found(tracks(tracksMax + 1))).toEqual(['TOO_MANY_TRACKS tracks[64] 67:5']);
  });

  it.each([
    ['', ['NO_EVENTS tracks 1:1']],
    ['tracks: []', ['NO_EVENTS tracks 2:1']],
    ['events: []', ['NO_EVENTS events 2:1']],
    ['tracks: [{ axis: cpu, events: [] }]', ['NO_EVENTS tracks 2:1']],
    // The schema has said what is wrong; "none" would only repeat it.
    ['tracks: 5', ['WRONG_TYPE tracks 2:9']],
    ['events: [5]', ['WRONG_TYPE events[0] 2:10']],
  ])('of nothing: %j', (lines, problems) => {
    expect(found(lines)).toEqual(problems);
  });
});

describe('names and probes', () => {
  const target = (ready: string) => found(`target: { ready: ${ready} }\nevents: [{ ${one} }]`);

  it('wants exactly one probe', () => {
    expect(target('{ tcp: 80 }')).toEqual([]);
    expect(target('{ within: 1s }')).toEqual(['READY_PROBES target.ready 2:18']);
    expect(target('{ tcp: 80, output: a }')).toEqual(['READY_PROBES target.ready.tcp 2:20']);
    expect(target('{ tcp: 99999, output: a }')).toHaveLength(2);
  });

  it('wants variables that the system can carry, and signals that expressions can name', () => {
    const events = `\nevents: [{ ${one} }]`;
    expect(complaints(`program: { command: p, env: { "A=B": c, "": d, OK: e } }${events}`)).toEqual(
      ['INVALID_NAME program.env["A=B"] 1:31', 'INVALID_NAME program.env[""] 1:41'],
    );
    expect(found(`signals: { 9lives: { tcp: 80 } }${events}`)).toEqual([
      'INVALID_NAME signals.9lives 2:12',
    ]);
  });
});
