/**
 * The plan as a picture: one lane a line over time, as high as the dose it asks for, then the
 * events, then the predicted peak of each axis against this host.
 *
 * @spec timeline phase 1
 */
import { doseOf, type HostFacts } from '../../machines/timeline/axis.ts';
import type { Forecast } from '../../machines/timeline/forecast.ts';
import { doseAtOffset, type Peak } from '../../machines/timeline/plan.ts';
import type { Plan, PlannedEvent } from '../../machines/timeline/timeline.ts';
import { doseTables } from '../../stressors/doses.ts';
import { causalGraphLines } from './causal-graph.ts';
import { constraintPlanLines } from './constraint.ts';
import { expectationPlanLines } from './expectations.ts';
import { loadLines } from './load-rows.ts';
import type { Palette } from './palette.ts';
import { inputLaneLines, inputTable } from './plan-inputs.ts';
import { cut, pad, printable, widthOf } from './printable.ts';
import { bytesText, doseText, lengthText, planOffset } from './units.ts';
import { abortLines, silentLines } from './waits.ts';

export interface PlanPicture {
  readonly plan: Plan;
  readonly facts: HostFacts;
  readonly peaks: readonly Peak[];
  readonly forecast: Forecast;
  readonly columns: number;
  readonly palette: Palette;
}

/** More rows are for `--json`. */
const rowsMax = 40;
const idMax = 28;
const idMin = 8;
const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const rest = '·';
const meterColumns = 20;
/** Where within a cell a curve is looked at. */
const curvePlaces = [0.1, 0.3, 0.5, 0.7, 0.9];
/** A shorter meter says nothing. */
const meterMinColumns = 4;
const widestColumns = 160;

export function planText(picture: PlanPicture): string {
  const { plan, palette } = picture;
  const { command, args } = plan.program;
  const program = printable([command, ...args].join(' '));
  const width = Math.min(picture.columns, widestColumns);
  const about = `${lengthText(plan.durationMs)}, seed ${plan.seed}`;
  return [
    '',
    `  ${palette.strong(cut(program, width - 4))}`,
    `  ${palette.faint(about)}`,
    '',
    ...laneLines(picture, width),
    '',
    ...loadLines({
      ...laneRoom(picture, width),
      ...{ plan, palette, width },
      load: picture.forecast.load,
    }),
    ...(plan.events.length === 0 ? [] : [...eventLines(picture, width), '']),
    ...inputTable(plan, width, palette),
    ...causalGraphLines(picture.forecast.graph, width, palette),
    ...constraintPlanLines(plan, width, palette),
    ...expectationPlanLines(plan, width, palette),
    ...abortLines(plan, width, palette),
    ...silentLines(picture.forecast.silent, width, palette),
    ...(plan.events.length === 0 ? [] : peakLines(picture, width)),
    '',
  ].join('\n');
}

/** Lanes and loads stand below one another. */
function laneRoom({ plan, forecast }: PlanPicture, width: number) {
  const names = [
    ...plan.lanes.map(({ name }) => name),
    ...(plan.inputLanes ?? []).map(({ name }) => name),
    ...forecast.load.rows.map(({ resource }) => resource),
  ];
  const nameWidth = Math.max(...names.map(({ length }) => length), 4);
  return { nameWidth, columns: Math.max(10, width - nameWidth - 6) };
}

function laneLines(picture: PlanPicture, width: number): readonly string[] {
  const { plan, facts, palette } = picture;
  const { nameWidth, columns } = laneRoom(picture, width);
  const lanes = plan.lanes.map(({ name, axis }, lane) => {
    const events = plan.events.filter((event) => event.lane === lane);
    const full = doseOf({ percent: 100 }, doseTables[axis], facts).to;
    return `  ${pad(name, nameWidth)}  ${curve(events, full, plan.durationMs, columns, palette)}`;
  });
  return [
    `  ${' '.repeat(nameWidth)}  ${palette.faint(ruler(plan.durationMs, columns))}`,
    ...lanes,
    ...inputLaneLines(plan, { nameWidth, columns }, palette),
  ];
}

/** An event shorter than a column still takes one: what happens must be seen. */
function curve(
  events: readonly PlannedEvent[],
  full: number,
  durationMs: number,
  columns: number,
  palette: Palette,
): string {
  const cellMs = durationMs / columns;
  const cells = Array.from({ length: columns }, (_, column) => {
    const [fromMs, toMs] = [column * cellMs, (column + 1) * cellMs];
    const within = events.filter(
      ({ startMs, durationMs: lasts }) => startMs < toMs && startMs + lasts > fromMs,
    );
    if (within.length === 0) return rest;
    const dose = mostWithin(within, fromMs, toMs);
    const step = Math.ceil((dose / full) * heights.length) - 1;
    return heights[Math.min(heights.length - 1, Math.max(0, step))] ?? rest;
  });
  return cells
    .join('')
    .replace(/·+|[^·]+/g, (run) => (run.startsWith(rest) ? palette.faint : palette.active)(run));
}

/**
 * The most that is asked for within a cell, looked for in the middle of what each event has of
 * it, and at a few more places where it is a curve that may turn there. Events that follow each
 * other within the cell are not added up.
 */
function mostWithin(events: readonly PlannedEvent[], fromMs: number, toMs: number): number {
  const sums = events.flatMap(({ startMs, durationMs, dose }) => {
    const start = Math.max(fromMs, startMs);
    const end = Math.min(toMs, startMs + durationMs);
    const places = dose.curve === undefined ? [0.5] : curvePlaces;
    return places.map((place) => {
      const atMs = start + (end - start) * place;
      return events.reduce((sum, event) => sum + doseAtOffset(event, atMs), 0);
    });
  });
  return Math.max(...sums);
}

/** Labels at round offsets, as many as fit, and the end. */
function ruler(durationMs: number, columns: number): string {
  const stepMs = roundSteps.find((step) => (step / durationMs) * columns >= 9) ?? durationMs;
  let text = '';
  for (let atMs = 0; atMs <= durationMs; atMs += stepMs) {
    const column = Math.round((atMs / durationMs) * columns);
    const label = atMs === 0 ? '0' : planOffset(atMs);
    if (column < text.length || column + label.length > columns) continue;
    text = text.padEnd(column) + label;
  }
  const end = planOffset(durationMs);
  const room = columns - text.length - end.length;
  return room < 2 ? text : text.padEnd(columns - end.length) + end;
}

const roundSteps: readonly number[] = [
  100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  1_800_000, 3_600_000, 7_200_000, 21_600_000,
];

function eventLines({ plan, palette }: PlanPicture, width: number): readonly string[] {
  const shown = plan.events.slice(0, rowsMax);
  const rows = shown.map((event) => [
    printable(event.id),
    event.axis,
    `${planOffset(event.startMs)} - ${planOffset(event.startMs + event.durationMs)}`,
    levelText(event),
    rangeText(event),
  ]);
  const titles = ['event', 'axis', 'time', 'intensity', 'dose'];
  const widths = titles.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => widthOf(row[at] ?? ''))),
  );
  // Ids give way before figures do.
  const others = widths.slice(1).reduce((sum, each) => sum + each + 2, 2);
  widths[0] = Math.max(idMin, Math.min(idMax, widths[0] ?? 0, width - others));
  const line = (row: readonly string[]): string =>
    cut(`  ${row.map((cell, at) => pad(cell, widths[at] ?? 0)).join('  ')}`.trimEnd(), width);
  const more = plan.events.length - shown.length;
  return [
    palette.faint(line(titles)),
    ...rows.map(line),
    ...(more > 0 ? [palette.faint(`  and ${more} more; --json has them all`)] : []),
  ];
}

function levelText({ intensity }: PlannedEvent): string {
  if (typeof intensity === 'string') return intensity;
  if ('percent' in intensity) return `${intensity.percent} %`;
  const point = (one: typeof intensity.from) =>
    typeof one === 'string' ? one : `${one.percent} %`;
  const { from, to } = intensity;
  if ('by' in intensity) return `${point(from)} to ${point(to)}, by ${printable(intensity.by)}`;
  const { shape } = intensity;
  return `${point(from)} to ${point(to)}${shape === 'ramp' ? '' : `, ${shape}`}`;
}

function rangeText({ dose, sideChain }: PlannedEvent): string {
  const { unit } = dose;
  const { from, to } = sideChain ?? dose;
  return from === to ? doseText(from, unit) : `${doseText(from, unit)} to ${doseText(to, unit)}`;
}

function peakLines({ peaks, facts, palette }: PlanPicture, width: number): readonly string[] {
  const host = `${facts.cpus} cores, ${bytesText(facts.memoryAvailableBytes)} of ${bytesText(facts.memoryBytes)} memory free, ${bytesText(facts.diskFreeBytes)} disk free`;
  const axisWidth = Math.max(0, ...peaks.map(({ axis }) => axis.length));
  const rooms = peaks.map((peak) => {
    const { figures, at, over } = figuresOf(peak);
    return width - 6 - axisWidth - figures.length - at.length - over.length;
  });
  const columns = Math.min(meterColumns, ...rooms);
  return [
    palette.faint(cut('  peak per axis, against this host:', width)),
    palette.faint(cut(`  ${host}`, width)),
    '',
    ...peaks.map((peak) => peakLine(peak, { axisWidth, columns, palette, width })),
  ];
}

interface PeakScale {
  readonly axisWidth: number;
  /** Columns of the meters: the same for all, so that they can be compared. */
  readonly columns: number;
  readonly palette: Palette;
  readonly width: number;
}

interface Figures {
  readonly figures: string;
  readonly at: string;
  readonly over: string;
}

function figuresOf({ unit, value, atMs, hostMax }: Peak): Figures {
  const of = hostMax === null ? '' : ` of ${doseText(hostMax, unit)}`;
  const over = hostMax !== null && value > hostMax ? '  too much: will be cut' : '';
  return { figures: `${doseText(value, unit)}${of}`, at: ` at ${planOffset(atMs)}`, over };
}

/** The meter gives way first, then the words; the figures stay. */
function peakLine(peak: Peak, { axisWidth, columns, palette, width }: PeakScale): string {
  const { figures, at, over } = figuresOf(peak);
  const paint = over === '' ? palette.active : palette.bad;
  const share = peak.hostMax === null ? null : Math.min(1, peak.value / peak.hostMax);
  const filled = Math.round((share ?? 0) * columns);
  const meter =
    share === null || columns < meterMinColumns
      ? ''
      : `${paint('█'.repeat(filled) + '░'.repeat(columns - filled))}  `;
  const left = width - 4 - axisWidth - figures.length - at.length;
  const words = palette.bad(cut(over, Math.max(0, left)).trimEnd());
  return `  ${pad(peak.axis, axisWidth)}  ${meter}${figures}${palette.faint(at)}${words}`;
}
