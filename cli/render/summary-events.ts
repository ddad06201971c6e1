/**
 * The table of events at the end: what was planned and what happened, asked and delivered. Why an
 * event was skipped, failed or fell short stands above it, among the reasons for the verdict.
 *
 * @spec timeline reporting
 */
import type { AmbushPart, EventReport } from '../../machines/report/ambush.ts';
import type { Palette } from './palette.ts';
import { pad, printable, widthOf, wrap } from './printable.ts';
import { doseText, lengthText } from './units.ts';

interface Column {
  readonly title: string;
  readonly side: 'left' | 'right';
  readonly text: (event: EventReport) => string;
  readonly paint?: (event: EventReport, palette: Palette) => (text: string) => string;
}

/** More rows than fit on a screen are for the report, not for the eye. */
const rowsMax = 20;
/** Notes under the table; the report has them all. */
const notesMax = 8;
/** An id shorter than this says nothing. */
const idMin = 8;

const idColumn: Column = { title: 'event', side: 'left', text: ({ id }) => printable(id) };
const axisColumn: Column = { title: 'axis', side: 'left', text: ({ axis }) => axis };
const columns: readonly Column[] = [
  {
    title: 'planned',
    side: 'right',
    text: ({ planned, waits_for }) => (waits_for === undefined ? spanText(planned) : 'waits'),
  },
  {
    title: 'actual',
    side: 'right',
    text: ({ actual }) => (actual ? spanText(actual) : '-'),
    paint: ({ whole, actual }, { doubtful }) => (actual && !whole ? doubtful : same),
  },
  {
    title: 'asked',
    side: 'right',
    text: ({ dose }) => (dose ? doseText(dose.asked, dose.unit) : '-'),
  },
  {
    title: 'delivered',
    side: 'right',
    text: ({ dose }) =>
      dose ? `${doseText(dose.delivered, dose.unit)}${dose.ok ? '' : ' !'}` : '-',
    paint: ({ dose }, { good, doubtful }) => (!dose ? same : dose.ok ? good : doubtful),
  },
  {
    title: 'target',
    side: 'left',
    text: ({ state, outcome }) => (state === 'done' ? (outcome ?? '-') : state),
    paint: paintOutcome,
  },
];

export function eventLines(part: AmbushPart, width: number, palette: Palette): readonly string[] {
  if (part.events.length === 0) return ['no events'];
  const shown = part.events.slice(0, rowsMax);
  const more = part.events.length - shown.length;
  return [
    ...tableLines(shown, width, palette),
    ...noteLines(part.events, width, palette),
    ...(more > 0 ? [palette.faint(`and ${more} more; the report has them all`)] : []),
  ];
}

/** Who was lowered or ended by what is not in the figures: a mean does not tell of it. */
function noteLines(events: readonly EventReport[], width: number, palette: Palette): string[] {
  const notes = events.flatMap(({ id, state, reason, throttled, dose }) => {
    const own = printable(id);
    const lowered =
      throttled === undefined || dose === null
        ? []
        : [
            `${own} was left ${doseText(throttled.least, dose.unit)} at most for ` +
              `${lengthText(throttled.for_ms)}: ${printable(throttled.because)}`,
          ];
    const isEnded = state === 'done' && reason !== undefined && reason.startsWith('stopped ');
    return [...lowered, ...(isEnded ? [`${own} was ${printable(reason)}`] : [])];
  });
  const more = notes.length - notesMax;
  const shown = more > 0 ? [...notes.slice(0, notesMax), `and ${more} more of these`] : notes;
  return shown.flatMap((note) =>
    wrap(note, width - 4).map((line, row) => palette.faint(`${row === 0 ? '  ' : '    '}${line}`)),
  );
}

function tableLines(events: readonly EventReport[], width: number, palette: Palette): string[] {
  const { gap, idColumns, drawn } = layoutOf(events, width);
  const widths = [idColumns, ...drawn.map((column) => columnWidth(column, events))];
  const row = (cell: (column: Column, columns: number) => string) =>
    [idColumn, ...drawn]
      .map((column, index) => cell(column, widths[index] ?? 0))
      .join(' '.repeat(gap));
  return [
    palette.faint(row(({ title, side }, size) => pad(title, size, side)).trimEnd()),
    ...events.map((event) =>
      row(({ text, side, paint }, size) => {
        const padded = pad(text(event), size, side);
        return paint ? paint(event, palette)(padded) : padded;
      }).trimEnd(),
    ),
  ];
}

/** Narrows the ids first, then the gaps; then the axis goes, which most ids name anyway. */
function layoutOf(events: readonly EventReport[], width: number) {
  const idWidth = columnWidth(idColumn, events);
  for (const drawn of [[axisColumn, ...columns], columns]) {
    for (const gap of [2, 1]) {
      const rest = drawn.reduce((sum, column) => sum + gap + columnWidth(column, events), 0);
      const idColumns = Math.min(idWidth, width - rest);
      if (idColumns >= Math.min(idMin, idWidth)) return { gap, idColumns, drawn };
    }
  }
  return { gap: 1, idColumns: Math.min(idMin, idWidth), drawn: columns };
}

function columnWidth({ title, text }: Column, events: readonly EventReport[]): number {
  return Math.max(title.length, ...events.map((event) => widthOf(text(event))));
}

function paintOutcome({ state, outcome }: EventReport, palette: Palette) {
  if (state !== 'done') return palette.doubtful;
  if (outcome === 'crash' || outcome === 'hang') return palette.bad;
  return outcome === 'survived' ? palette.good : same;
}

/** `0.0-20.0 s`. */
function spanText({ start_ms, end_ms }: EventReport['planned']): string {
  return `${(start_ms / 1000).toFixed(1)}-${(end_ms / 1000).toFixed(1)} s`;
}

function same(text: string): string {
  return text;
}
