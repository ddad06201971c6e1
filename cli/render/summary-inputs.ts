/**
 * The table of what was typed, at the end: when, how long it waited, how often it took the submit
 * key, what became of it; and the compactions meanwhile.
 *
 * @spec timeline reporting
 */
import type { AmbushPart } from '../../machines/report/ambush.ts';
import type { InjectionReport, InjectionsPart } from '../../machines/report/injections.ts';
import type { Palette } from './palette.ts';
import { cut, pad, printable, widthOf } from './printable.ts';
import { countText, lengthText } from './units.ts';

/** More rows than fit on a screen are for the report, not for the eye. */
const rowsMax = 20;
const idMax = 24;

/** None where nothing was to be typed. */
export function inputLines({ injections }: AmbushPart, width: number, palette: Palette): string[] {
  if (injections === undefined || injections.inputs.length === 0) return [];
  const shown = injections.inputs.slice(0, rowsMax);
  const more = injections.inputs.length - shown.length;
  const titles = ['input', 'at', 'waited', 'as', 'keys', 'outcome'];
  const rows = shown.map(cellsOf);
  const widths = titles.map((title, column) =>
    Math.min(
      column === 0 ? idMax : width,
      Math.max(title.length, ...rows.map((row) => widthOf(row[column] ?? ''))),
    ),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => pad(cell, widths[at] ?? 0, at > 0 && at < 5 ? 'right' : 'left'))
      .join('  ')
      .trimEnd();
  return [
    palette.faint(cut(line(titles), width)),
    ...rows.map((row, at) => paintOf(shown[at], palette)(cut(line(row), width))),
    ...(more > 0 ? [palette.faint(`and ${more} more; the report has them all`)] : []),
    ...spanLines(injections, width, palette),
  ];
}

function cellsOf(input: InjectionReport): readonly string[] {
  const { id, asked_ms: askedMs, queue_wait_ms: waitMs, mode, attempts, state } = input;
  return [
    printable(id),
    askedMs === null ? '-' : `${(askedMs / 1_000).toFixed(1)} s`,
    waitMs === null ? '-' : waitMs === 0 ? 'no' : lengthText(waitMs),
    mode ?? '-',
    state === 'skipped' ? '-' : String(attempts),
    outcomeText(input),
  ];
}

function outcomeText({ state, outcome, verification, deferred_by: by }: InjectionReport): string {
  if (state === 'skipped' || outcome === null) return 'skipped';
  const held = by.length > 0 ? `, held by ${by.join(', ')}` : '';
  const suspect = verification === 'false_positive' ? ', suspect' : '';
  return `${outcome.replace('_', ' ')}${suspect}${held}`;
}

function paintOf(input: InjectionReport | undefined, palette: Palette): (text: string) => string {
  if (input?.state === 'skipped') return palette.doubtful;
  return input?.outcome === 'verified' ? (text) => text : palette.doubtful;
}

function spanLines({ compactions, safe_mode: safe }: InjectionsPart, width: number, p: Palette) {
  const sure = compactions.filter(({ confirmed }) => confirmed);
  const spans = (all: readonly { start_ms: number; end_ms: number | null }[]): string =>
    all.map(({ start_ms: from, end_ms: to }) => spanText(from, to)).join(', ');
  const under = [...new Set(sure.flatMap(({ stress }) => stress))];
  const beside = under.length === 0 ? '' : `, beside ${under.map(printable).join(', ')}`;
  return [
    ...(sure.length === 0
      ? []
      : [`${countText(sure.length, 'compaction')} at ${spans(sure)}${beside}`]),
    ...(safe.length === 0 ? [] : [`safe mode at ${spans(safe)}`]),
  ].map((text) => p.faint(cut(text, width)));
}

function spanText(fromMs: number, toMs: number | null): string {
  const from = (fromMs / 1_000).toFixed(1);
  return toMs === null ? `${from} s to the end` : `${from}-${(toMs / 1_000).toFixed(1)} s`;
}
