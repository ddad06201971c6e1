/**
 * What the events of a plan wait for, as lines: who leads to whom, and on what.
 *
 * @spec timeline phase 2
 */
import { startText } from '../../machines/timeline/condition/judge.ts';
import { wishText } from '../../machines/timeline/condition/wish.ts';
import type { Plan } from '../../machines/timeline/timeline.ts';
import type { Palette } from './palette.ts';
import { cut, pad, printable, widthOf } from './printable.ts';
import { lengthText } from './units.ts';

const idMax = 24;

/** What aborts the run; none for a plan that names nothing. */
export function abortLines({ abort }: Plan, width: number, palette: Palette): readonly string[] {
  if (abort === undefined) return [];
  return [palette.faint(cut(`  aborted when ${printable(wishText(abort))}`, width)), ''];
}

/** None for a plan in which nobody waits. */
export function waitLines(plan: Plan, width: number, palette: Palette): readonly string[] {
  const rows = plan.events.flatMap(({ id, startMs, start, stop }) => [
    ...(start === undefined
      ? []
      : [
          [
            id,
            `starts when ${startText(start)}, from ${lengthText(startMs)} on${byText(start.byMs)}`,
          ],
        ]),
    ...(stop === undefined ? [] : [[id, `stops when ${wishText(stop)}`]]),
  ]);
  if (rows.length === 0) return [];
  const idColumns = Math.min(idMax, Math.max(...rows.map(([id = '']) => widthOf(printable(id)))));
  return [
    palette.faint('  waits'),
    ...rows.map(([id = '', text = '']) =>
      cut(`  ${pad(printable(id), idColumns)}  ${printable(text)}`, width),
    ),
    '',
  ];
}

function byText(byMs: number | null): string {
  return byMs === null ? '' : `, given up at ${lengthText(byMs)}`;
}
