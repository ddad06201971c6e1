/**
 * What a timeline expects, before a run and after it.
 *
 * @spec timeline reporting
 */
import type { AmbushPart } from '../../machines/report/ambush.ts';
import { sawText } from '../../machines/timeline/condition/saw.ts';
import {
  type Expectation,
  expectationText,
} from '../../machines/timeline/expectation/expectation.ts';
import type { Plan } from '../../machines/timeline/timeline.ts';
import type { Mood, Palette } from './palette.ts';
import { cut, printable, wrap } from './printable.ts';
import { lengthText } from './units.ts';

/** When each kind must hold. */
export const expectationTimes = {
  always: 'at every tick',
  sometimes: 'at least once',
  finally: 'in the end',
  recovered: 'after the last stress',
} as const;

/** Empty for a plan that expects nothing. */
export function expectationPlanLines(
  { expect }: Plan,
  width: number,
  palette: Palette,
): readonly string[] {
  if (expect === undefined || expect.length === 0) return [];
  const recovered = expect.find((one) => one.is === 'recovered');
  return [
    palette.faint(cut('  expects', width)),
    ...expect.map((one) => cut(`  ${printable(planText(one))}`, width)),
    ...(recovered === undefined
      ? []
      : [
          palette.faint(
            cut(
              `  after the last stress the run waits up to ${lengthText(recovered.withinMs)} for the target to be well`,
              width,
            ),
          ),
        ]),
    '',
  ];
}

function planText(expectation: Expectation): string {
  const text = expectationText(expectation);
  return expectation.is === 'recovered' ? text : `${text}, ${expectationTimes[expectation.is]}`;
}

const marks = {
  kept: ['kept', 'good'],
  broken: ['BROKEN', 'bad'],
  unavailable: ['unknown', 'doubtful'],
  unjudged: ['not judged', 'doubtful'],
} as const satisfies Record<string, readonly [string, Mood]>;
const markColumns = 10;

/** Empty for a run of which nothing was expected. */
export function expectationLines(part: AmbushPart, width: number, palette: Palette): string[] {
  const { expectations } = part;
  if (expectations === undefined || expectations.length === 0) return [];
  const column = markColumns + 2;
  return [
    palette.strong('expected'),
    ...expectations.flatMap(({ expects, kind, judgement, saw }) => {
      const [word, mood] = marks[judgement];
      const when = kind === 'recovered' ? '' : `, ${expectationTimes[kind]}`;
      const values = sawText(saw);
      const text = `${expects}${when}${values === '' ? '' : ` (${values})`}`;
      const [first = '', ...rest] = wrap(printable(text), width - column);
      const mark = palette[mood](word.padEnd(markColumns));
      return [`${mark}  ${first}`, ...rest.map((line) => `${' '.repeat(column)}${line}`)];
    }),
  ];
}
