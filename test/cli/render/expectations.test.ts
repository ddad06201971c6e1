/**
 * Goal: what is expected, and what became of it, is told in a line each that fits.
 * Method: hand-made plans and parts, and the lines as they are.
 */
import { expect, it } from 'vitest';
import { expectationLines, expectationPlanLines } from '../../../cli/render/expectations.ts';
import { plain } from '../../../cli/render/palette.ts';
import type { AmbushPart } from '../../../machines/report/ambush.ts';
import type { Plan } from '../../../machines/timeline/timeline.ts';

const planLines = (wanted: Plan['expect']) =>
  expectationPlanLines({ expect: wanted } as unknown as Plan, 40, plain);
const lines = (expectations: AmbushPart['expectations']) =>
  expectationLines({ expectations } as AmbushPart, 40, plain);

it('is nothing where nothing is expected', () => {
  expect([planLines([]), lines([]), lines(undefined)]).toEqual([[], [], []]);
});

it('of a plan', () => {
  expect(
    planLines([
      { is: 'sometimes', text: 'cpu_load > 0.5' },
      { is: 'always', text: 'a_very_long_name_of_a_signal < 200' },
      { is: 'recovered', withinMs: 90_000, when: null },
    ]),
  ).toEqual([
    '  expects',
    '  cpu_load > 0.5, at least once',
    '  a_very_long_name_of_a_signal < 200, a…',
    '  recovered within 90s',
    '  after the last stress the run waits u…',
    '',
  ]);
});

it('of a run', () => {
  const one = { expects: 'crashes == 0', kind: 'finally', at_ms: 5, saw: { crashes: 2 } } as const;
  expect(
    lines([
      { ...one, judgement: 'broken' },
      { ...one, judgement: 'unjudged', saw: {} },
      { ...one, judgement: 'kept', expects: 'recovered within 5s', kind: 'recovered', saw: {} },
    ]),
  ).toEqual([
    'expected',
    'BROKEN      crashes == 0, in the end',
    '            (crashes was 2)',
    'not judged  crashes == 0, in the end',
    'kept        recovered within 5s',
  ]);
});
