/**
 * Goal: incidents are put where they belong and said in words. Method: by hand, at edges too.
 */
import { expect, it } from 'vitest';
import {
  failuresIn,
  howOf,
  meanwhile,
  placeIncidents,
  unheardCrashes,
} from '../../../machines/report/crashes.ts';
import type { Incident } from '../../../machines/report/heard.ts';
import { cutSegments } from '../../../machines/report/segments.ts';

const segments = cutSegments([{ id: 'a', startMs: 100, endMs: 200 }], 0, 300);

function incident(part: Partial<Incident>): Incident {
  const trace = { ts: 1, eventId: 'e', causationId: null };
  return { kind: 'crash', atMs: 150, life: 1, told: [], ...trace, ...part };
}

it('places by the measured instant, and by what was told where there is no segment', () => {
  const placed = placeIncidents(
    [incident({ told: ['b'] }), incident({ atMs: -5, told: ['b'] }), incident({ atMs: 250 })],
    segments,
  );
  expect(placed.map(({ segment, active }) => [segment, active])).toEqual([
    [1, ['a']],
    [null, ['b']],
    [2, []],
  ]);
});

it('lists what failed in a segment in the order of time, ends by itself excepted', () => {
  const placed = placeIncidents(
    [
      incident({ atMs: 180, signal: 'SIGBUS' }),
      incident({ kind: 'hang', atMs: 120, reason: 'silent' }),
      incident({ kind: 'exit', atMs: 130, code: 0 }),
    ],
    segments,
  );
  const failed = [{ id: 'a', atMs: 200, reason: 'died' }];
  expect(failuresIn(1, placed, failed, segments)).toEqual([
    { kind: 'hang', at_ms: 120, detail: 'silent' },
    { kind: 'crash', at_ms: 180, detail: 'SIGBUS' },
    { kind: 'event-failed', at_ms: 200, detail: 'a: died' },
  ]);
  expect([
    failuresIn(0, placed, failed, segments),
    failuresIn(2, placed, failed, segments),
  ]).toEqual([[], []]);
});

it('finds the crashes that only lives tell of', () => {
  const life = {
    pid: 1,
    start_ms: 0,
    output_tail: '',
    stderr_tail: '',
    output_bytes: 0,
    peak_rss_bytes: 0,
    killed: false,
  };
  const lives = [
    { ...life, life: 1, end_ms: 10, outcome: { kind: 'exited' as const, code: 1 } },
    { ...life, life: 2, end_ms: 20, outcome: { kind: 'exited' as const, code: 0 } },
    { ...life, life: 3, end_ms: 30, outcome: { kind: 'signalled' as const, signal: 'SIGSEGV' } },
    { ...life, life: 4, end_ms: 40, outcome: { kind: 'deadline' as const } },
  ];
  const hung = incident({ kind: 'hang', life: 3 });
  const found = unheardCrashes(lives, [incident({ life: 1 }), hung], 1_000, 500);
  expect(found).toMatchObject([{ life: 3, atMs: 30, ts: 1_530, signal: 'SIGSEGV' }]);
});

it('knows a crash by its status or by its signal alone', () => {
  const facts = { pid: 1, start_ms: 0, output_tail: '', stderr_tail: '', output_bytes: 0 };
  const life = { ...facts, peak_rss_bytes: 0, killed: false, end_ms: 10 };
  const outcomes = [
    { kind: 'exited', code: 3 },
    { kind: 'exited' },
    { kind: 'deadline', code: 3 },
    { kind: 'hung', signal: 'SIGSEGV' },
  ] as const;
  const lives = outcomes.map((outcome, at) => ({ ...life, life: at + 1, outcome }));
  expect(unheardCrashes(lives, [], 0, 0)).toMatchObject([{ life: 1, code: 3 }]);
});

it('says how and while what', () => {
  expect([
    howOf(incident({ signal: 'SIGSEGV' })),
    howOf(incident({ code: 3 })),
    howOf(incident({ reason: 'no answer within 10 s' })),
    howOf(incident({})),
    meanwhile([]),
    meanwhile(['a', 'b']),
  ]).toEqual([
    'SIGSEGV',
    'exit status 3',
    'no answer within 10 s',
    'no answer',
    ' while no event was active',
    ' while a and b were active',
  ]);
});
