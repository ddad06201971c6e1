/**
 * What a plan takes of this host over time, as one line for each resource, as high as
 * its share of what there is; `!` is more than there is.
 *
 * @spec timeline phase 2
 */
import type { LoadOverTime, LoadRow } from '../../machines/timeline/load-over-time.ts';
import type { Plan } from '../../machines/timeline/timeline.ts';
import { doseTables } from '../../stressors/doses.ts';
import type { Palette } from './palette.ts';
import { waits } from './plan-lanes.ts';
import { cut, pad } from './printable.ts';
import { doseText, planOffset } from './units.ts';

const heights = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const rest = '·';
const tooMuch = '!';

export interface LoadPicture {
  readonly plan: Plan;
  readonly load: LoadOverTime;
  readonly nameWidth: number;
  readonly columns: number;
  readonly width: number;
  readonly palette: Palette;
}

export function loadLines(picture: LoadPicture): readonly string[] {
  const { plan, load, nameWidth, columns, width, palette } = picture;
  if (load.rows.length === 0) return [];
  const isConditional = plan.events.some(waits);
  const earliest = isConditional ? ', if all comes at its earliest' : '';
  const each = load.stepMs === 1_000 ? 'second by second' : `every ${planOffset(load.stepMs)}`;
  return [
    palette.faint(cut(`  load ${each}, as a share of this host${earliest}`, width)),
    ...load.rows.map((row) => {
      const cells = cellsOf(row, load.stepMs, plan.durationMs, columns);
      return `  ${pad(row.resource, nameWidth)}  ${painted(cells, palette)}`;
    }),
    ...load.rows.flatMap((row) => (row.over === null ? [] : overLines(row, width, palette))),
    '',
  ];
}

/** The most within a cell, as high as its share of what there is. */
function cellsOf(row: LoadRow, stepMs: number, durationMs: number, columns: number): string {
  const full = row.hostMax ?? doseTables.disk.full;
  return Array.from({ length: columns }, (_, column) => {
    const [fromMs, toMs] = [column, column + 1].map((at) => (at * durationMs) / columns);
    const first = Math.floor((fromMs ?? 0) / stepMs);
    const last = Math.max(first, Math.ceil((toMs ?? 0) / stepMs) - 1);
    const most = row.values.slice(first, last + 1).reduce((a, b) => Math.max(a, b), 0);
    if (most === 0) return rest;
    if (row.hostMax !== null && most > row.hostMax * (1 + 1e-9)) return tooMuch;
    const step = Math.ceil((most / full) * heights.length) - 1;
    return heights[Math.min(heights.length - 1, Math.max(0, step))] ?? rest;
  }).join('');
}

function painted(cells: string, palette: Palette): string {
  return cells.replace(/·+|!+|[^·!]+/g, (run) => {
    if (run.startsWith(rest)) return palette.faint(run);
    return run.startsWith(tooMuch) ? palette.bad(run) : palette.active(run);
  });
}

function overLines(
  { resource, over, peak, hostMax, ...row }: LoadRow,
  width: number,
  palette: Palette,
) {
  if (over === null || hostMax === null) return [];
  const span = `from ${planOffset(over.fromMs)} to ${planOffset(over.untilMs)}`;
  const most = `${amount(peak, row.unit)} of ${amount(hostMax, row.unit)}`;
  return [palette.bad(cut(`  ! ${resource}: up to ${most} ${span}; will be cut`, width))];
}

function amount(value: number, unit: LoadRow['unit']): string {
  return unit === 'cores' ? `${Math.round(value * 10) / 10} cores` : doseText(value, unit);
}
