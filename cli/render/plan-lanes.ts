/**
 * The lanes of a plan over time, as high as the share of the full dose that is asked for. What can
 * never start is not drawn; what waits is hatched, from the earliest moment there can be.
 *
 * @spec timeline phase 2
 */
import { doseOf, type HostFacts } from '../../machines/timeline/axis.ts';
import type { CausalGraph } from '../../machines/timeline/condition/causal-graph.ts';
import type { Forecast } from '../../machines/timeline/forecast.ts';
import { doseAtOffset } from '../../machines/timeline/plan.ts';
import type { Plan, PlannedEvent } from '../../machines/timeline/timeline.ts';
import { doseTables } from '../../stressors/doses.ts';
import type { Palette } from './palette.ts';
import { inputLaneLines } from './plan-inputs.ts';
import { cut, pad } from './printable.ts';
import { planOffset } from './units.ts';

export interface LanePicture {
  readonly plan: Plan;
  readonly facts: HostFacts;
  readonly forecast: Forecast;
  readonly palette: Palette;
}

const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const hatches = ['░', '▒', '▓'] as const;
const rest = '·';
const waitsWords = '░▒▓ waits: from its earliest moment on';
/** Where within a cell a curve is looked at. */
const curvePlaces = [0.1, 0.3, 0.5, 0.7, 0.9];

export function waits({ start }: Pick<PlannedEvent, 'start'>): boolean {
  return start !== undefined;
}

/** Ids of those that can never start. */
export function neverIn({ nodes }: CausalGraph): ReadonlySet<string> {
  return new Set(nodes.flatMap(({ id, unreachable }) => (unreachable === null ? [] : [id])));
}

export function withoutNever(plan: Plan, graph: CausalGraph): Plan {
  const never = neverIn(graph);
  return { ...plan, events: plan.events.filter(({ id }) => !never.has(id)) };
}

/** Lanes and loads stand below one another. */
export function laneRoom({ plan, forecast }: LanePicture, width: number) {
  const names = [
    ...plan.lanes.map(({ name }) => name),
    ...(plan.inputLanes ?? []).map(({ name }) => name),
    ...forecast.load.rows.map(({ resource }) => resource),
  ];
  const nameWidth = Math.max(...names.map(({ length }) => length), 4);
  return { nameWidth, columns: Math.max(10, width - nameWidth - 6) };
}

export function laneLines(picture: LanePicture, width: number): readonly string[] {
  const { plan, forecast, facts, palette } = picture;
  const never = neverIn(forecast.graph);
  const { nameWidth, columns } = laneRoom(picture, width);
  const lanes = plan.lanes.map(({ name, axis }, lane) => {
    const events = plan.events.filter((event) => event.lane === lane && !never.has(event.id));
    const full = doseOf({ percent: 100 }, doseTables[axis], facts).to;
    return `  ${pad(name, nameWidth)}  ${curve(events, full, plan.durationMs, columns, palette)}`;
  });
  return [
    `  ${' '.repeat(nameWidth)}  ${palette.faint(ruler(plan.durationMs, columns))}`,
    ...lanes,
    ...inputLaneLines(plan, { nameWidth, columns }, palette),
    ...(lanes.some((line) => /[░▒▓]/.test(line))
      ? [palette.faint(cut(`  ${' '.repeat(nameWidth)}  ${waitsWords}`, width))]
      : []),
  ];
}

/**
 * An event shorter than a column still takes one: what happens must be seen. Where none but events
 * that wait would play, the cell is hatched, for they may come later or not at all.
 */
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
    const sure = within.filter((event) => !waits(event));
    const [drawn, glyphs] = sure.length === 0 ? [within, hatches] : [sure, heights];
    const dose = mostWithin(drawn, fromMs, toMs);
    const step = Math.ceil((dose / full) * glyphs.length) - 1;
    return glyphs[Math.min(glyphs.length - 1, Math.max(0, step))] ?? rest;
  });
  return cells
    .join('')
    .replace(/·+|[░▒▓]+|[^·░▒▓]+/g, (run) => (isSure(run) ? palette.active : palette.faint)(run));
}

function isSure(run: string): boolean {
  return !run.startsWith(rest) && !hatches.some((glyph) => run.startsWith(glyph));
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
