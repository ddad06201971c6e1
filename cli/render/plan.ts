/**
 * The plan as a picture: one lane a line over time, as high as the dose it asks for, then the
 * events, then the predicted peak of each axis against this host.
 *
 * @spec timeline phase 1
 */
import type { HostFacts } from '../../machines/timeline/axis.ts';
import type { Forecast } from '../../machines/timeline/forecast.ts';
import { type Peak, predictPeaks } from '../../machines/timeline/plan.ts';
import type { Plan, PlannedEvent } from '../../machines/timeline/timeline.ts';
import { causalGraphLines } from './causal-graph.ts';
import { constraintPlanLines } from './constraint.ts';
import { expectationPlanLines } from './expectations.ts';
import { loadLines } from './load-rows.ts';
import type { Palette } from './palette.ts';
import { inputTable } from './plan-inputs.ts';
import { laneLines, laneRoom, neverIn, waits, withoutNever } from './plan-lanes.ts';
import { cut, pad, printable, widthOf } from './printable.ts';
import { bytesText, doseText, lengthText, planOffset } from './units.ts';
import { abortLines, silentLines } from './waits.ts';

export interface PlanPicture {
  readonly plan: Plan;
  readonly facts: HostFacts;
  readonly forecast: Forecast;
  readonly columns: number;
  readonly palette: Palette;
}

/** More rows are for `--json`. */
const rowsMax = 100;
const idMax = 28;
const idMin = 8;
const meterColumns = 20;
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
      ...{ plan: withoutNever(plan, picture.forecast.graph), palette, width },
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

function eventLines({ plan, forecast, palette }: PlanPicture, width: number): readonly string[] {
  const never = neverIn(forecast.graph);
  const shown = plan.events.slice(0, rowsMax);
  const rows = shown.map((event) => [
    printable(event.id),
    event.axis,
    timeOf(event, never),
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
    ...cutLines(withoutNever(plan, forecast.graph), width, palette),
  ];
}

/** The end of the run comes before theirs, however early they start. */
function cutLines(
  { events, durationMs: runMs }: Plan,
  width: number,
  palette: Palette,
): readonly string[] {
  return events
    .filter(({ startMs, durationMs }) => startMs < runMs && startMs + durationMs > runMs)
    .slice(0, rowsMax)
    .map(({ id, startMs, durationMs }) => {
      const most = planOffset(runMs - startMs);
      const words = `! ${printable(id)}: at most ${most} of ${planOffset(durationMs)}, for the run ends at ${planOffset(runMs)}`;
      return palette.doubtful(cut(`  ${words}`, width));
    });
}

/** Whoever waits has no end that could be told. */
function timeOf(
  { id, start, startMs, durationMs }: PlannedEvent,
  never: ReadonlySet<string>,
): string {
  if (never.has(id)) return 'never';
  const from = planOffset(startMs);
  return start === undefined
    ? `${from} - ${planOffset(startMs + durationMs)}`
    : `from ${from} for ${planOffset(durationMs)}`;
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

function peakLines(
  { plan, forecast, facts, palette }: PlanPicture,
  width: number,
): readonly string[] {
  const possible = withoutNever(plan, forecast.graph);
  const peaks = predictPeaks(possible, facts);
  const earliest = possible.events.some(waits) ? ', if all comes at its earliest' : '';
  const host = `${facts.cpus} cores, ${bytesText(facts.memoryAvailableBytes)} of ${bytesText(facts.memoryBytes)} memory free, ${bytesText(facts.diskFreeBytes)} disk free`;
  const axisWidth = Math.max(0, ...peaks.map(({ axis }) => axis.length));
  const rooms = peaks.map((peak) => {
    const { figures, at, over } = figuresOf(peak);
    return width - 6 - axisWidth - figures.length - at.length - over.length;
  });
  const columns = Math.min(meterColumns, ...rooms);
  return [
    palette.faint(cut(`  peak per axis${earliest}, against this host:`, width)),
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
