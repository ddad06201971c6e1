/**
 * What is typed in a plan: a lane of marks over time, and each text with its moment.
 *
 * @spec timeline phase 1
 */
import type { Plan } from '../../machines/timeline/timeline.ts';
import type { Palette } from './palette.ts';
import { cut, pad, printable, widthOf } from './printable.ts';
import { planOffset } from './units.ts';

/** More rows are for `--json`. */
const rowsMax = 20;
const idMax = 24;
const rest = '·';
/** At its time; from then on, when what it waits for holds; and several within a column. */
const marks = { timed: '▾', waits: '▿', several: '▼' } as const;

export interface InputRoom {
  readonly nameWidth: number;
  readonly columns: number;
}

/** One line for each input lane. */
export function inputLaneLines(plan: Plan, room: InputRoom, palette: Palette): readonly string[] {
  const { inputs = [], inputLanes = [], durationMs } = plan;
  const { nameWidth, columns } = room;
  return inputLanes.map(({ name }, lane) => {
    const cells: string[] = Array.from({ length: columns }, () => rest);
    for (const { startMs, start } of inputs.filter((input) => input.lane === lane)) {
      const at = Math.min(columns - 1, Math.floor((startMs / durationMs) * columns));
      const mark = start === undefined ? marks.timed : marks.waits;
      cells[at] = cells[at] === rest ? mark : marks.several;
    }
    const line = cells
      .join('')
      .replace(/·+|[^·]+/g, (run) => (run.startsWith(rest) ? palette.faint : palette.active)(run));
    return `  ${pad(name, nameWidth)}  ${line}`;
  });
}

/** Each input with its text; none for a plan that types nothing. */
export function inputTable(plan: Plan, width: number, palette: Palette): readonly string[] {
  const { inputs = [], target } = plan;
  if (inputs.length === 0) return [];
  const shown = inputs.slice(0, rowsMax);
  const rows = shown.map(({ id, startMs, start, critical, text }) => [
    printable(id),
    start === undefined ? planOffset(startMs) : `from ${planOffset(startMs)}`,
    `${printable(JSON.stringify(text))}${critical ? ', critical' : ''}`,
  ]);
  const widths = ['input', 'time'].map((title, at) =>
    Math.min(idMax, Math.max(title.length, ...rows.map((row) => widthOf(row[at] ?? '')))),
  );
  const line = ([id = '', time = '', text = '']: readonly string[]): string =>
    cut(`  ${pad(id, widths[0] ?? 0)}  ${pad(time, widths[1] ?? 0)}  ${text}`.trimEnd(), width);
  const more = inputs.length - shown.length;
  const { cols = 0, rows: height = 0, cli } = target.pane ?? {};
  const whose = cli === undefined || cli === null ? '' : `, ${cli}`;
  return [
    palette.faint(line(['input', 'time', `text, into a terminal of ${cols} by ${height}${whose}`])),
    ...rows.map(line),
    ...(more > 0 ? [palette.faint(`  and ${more} more; --json has them all`)] : []),
    '',
  ];
}
