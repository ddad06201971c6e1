/**
 * Goal: the constraint is told in a few short lines, in the summary and live.
 * Method: hand-made parts, and the lines as they are.
 */
import { expect, test } from 'vitest';
import {
  constraintLine,
  constraintLines,
  constraintPlanLines,
} from '../../../cli/render/constraint.ts';
import { plain } from '../../../cli/render/palette.ts';
import type { AmbushPart } from '../../../machines/report/ambush.ts';
import type { Plan } from '../../../machines/timeline/timeline.ts';

type Part = NonNullable<AmbushPart['constraint']>;
const drum = [0.1, 0.4, 0.9, 0.2].map((memory, row) => ({
  at_ms: row * 500,
  bottleneck: 'memory' as const,
  ...{ cpu: 1, memory, disk: null },
}));
const part: Part = {
  bottleneck: 'memory',
  how: 'given',
  source: 'host',
  named: [],
  steps: [],
  rules: [
    {
      axis: 'cpu',
      when: 'memory_pressure > 0.8',
      action: 'intensity light',
      unavailable: false,
      applied: [{ start_ms: 1_500, end_ms: null, saw: { memory_pressure: 0.9123 } }],
    },
    { axis: 'disk', when: 'io_pressure > 1', action: 'pause', unavailable: false, applied: [] },
    { axis: 'time', when: 'x > 1', action: 'stop', unavailable: true, applied: [] },
  ],
  effects: [
    {
      ...{ at_ms: 2_500, axis: 'cpu', change: 'applied', unit: 'percent' },
      ...{ before: 75, after: 25.4, asked: 25, after_ms: 900, proved: true },
    },
  ],
  drum,
};
const linesOf = (constraint: Part | undefined) =>
  constraintLines({ constraint } as AmbushPart, 76, plain);

test('the summary', () => {
  expect(linesOf(part)).toMatchInlineSnapshot(`
    [
      "constraint  memory, given; pressure of the host",
      "  cpu       ████  at most 100 %",
      "  memory    ▁▄█▂  at most 90 %",
      "  cpu gives way (intensity light) if memory_pressure > 0.8: once, first",
      "    1.5 s in, at memory_pressure 0.912",
      "  disk gives way (pause) if io_pressure > 1: it never had to",
      "  time gives way (stop) if x > 1: never, because a signal of it is not",
      "    told here",
      "  cpu gave way to at most 25 %: 75 % before, 25.4 % after 900 ms",
    ]
  `);
  expect(linesOf(undefined)).toEqual([]);
});

test('what was found, the steps, and changes without number, in a few lines', () => {
  const [applied] = part.effects;
  if (applied === undefined) throw new Error('Expected an effect, got none.');
  const released = { ...applied, change: 'released', before: 25, after: 75, asked: 75 } as const;
  const flapping = Array.from({ length: 40 }, () => [applied, released]).flat();
  const figures = { cpu: 1, memory: 0.9, disk: null };
  const busy: Part = {
    ...{ ...part, how: 'auto', rules: [], drum: [] },
    named: [
      { at_ms: 2_500, bottleneck: 'memory', ...figures },
      { at_ms: 26_500, bottleneck: null, ...figures },
      { at_ms: 30_000, bottleneck: 'disk', ...figures },
    ],
    steps: [
      { at_ms: 2_500, step: 'exploit' },
      { at_ms: 3_000, step: 'subordinate' },
      { at_ms: 5_000, step: 'exploit' },
      { at_ms: 9_500, step: 'elevate' },
    ],
    effects: [
      ...flapping,
      { ...applied, before: 20, after: 30, asked: 37.5 },
      { ...applied, after: 75, proved: false },
    ],
  };
  expect(linesOf({ ...busy, effects: [...flapping, ...busy.effects.slice(-1)] })).toEqual([
    'constraint  memory from 2.5 s to 26.5 s, disk from 30.0 s, found; pressure',
    '  of the host',
    '  steps: exploit (2.5 s, 2 times), subordinate (3.0 s), elevate (9.5 s);',
    '    all gave way that could: only more of it would help',
    '  cpu gave way to at most 25 %: 75 % before, 25.4 % after 900 ms; 40',
    '    times, this was the first',
    '  cpu was let go, the plan asks 75 %: 25 % before, 75 % after 900 ms; 40',
    '    times, this was the first',
    '  cpu gave way to at most 25 %: 75 % before, 75 % after 900 ms; NOT as it',
    '    should',
  ]);
  expect(linesOf({ ...busy, steps: [], effects: busy.effects.slice(-2, -1) }).at(-1)).toBe(
    '  cpu was within 37.5 % already: 20 % before, 30 % after 900 ms',
  );
});

test('where the system tells no pressure', () => {
  const silent = { ...part, bottleneck: null, how: 'auto', source: 'none', rules: [] } as const;
  expect(linesOf({ ...silent, effects: [], drum: [], rules: [] })).toEqual([
    'constraint  none found; this system tells no pressure',
  ]);
});

test('before the run', () => {
  const rule = { axis: 'cpu', when: 'a > 1', holdMs: 0, action: { do: 'pause' }, cap: 0 } as const;
  const rules = [rule, { ...rule, axis: 'disk', until: 'a < 1' } as const];
  const of = (constraints: object | undefined) =>
    constraintPlanLines({ constraints } as unknown as Plan, 76, plain);
  expect(of({ bottleneck: 'auto', rules })).toEqual([
    '  constraint: to be found from pressure',
    '  cpu gives way (pause) if a > 1',
    '  disk gives way (pause) if a > 1, until a < 1',
    '',
  ]);
  expect(of({ bottleneck: 'memory', rules: [] })).toEqual(['  constraint: memory', '']);
  expect(of(undefined)).toEqual([]);
});

test('the live line', () => {
  const view = { bottleneck: null, step: 'identify', figures: null, gives: [] };
  expect(constraintLine(view)).toBe('not found yet (identify)');
  const busy = { cpu: 1, memory: 0.914, disk: null };
  const gives = [{ axis: 'cpu', action: 'pause' }] as const;
  expect(constraintLine({ bottleneck: 'memory', step: 'subordinate', figures: busy, gives })).toBe(
    'memory is the constraint (subordinate)  cpu gives way: pause  cpu 100 %  memory 91 %',
  );
});
