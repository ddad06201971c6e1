/**
 * Events as a table, one line each: when, what, where, who, the gist of the payload, and the
 * beginnings of the ids that other commands take. The first rows decide how wide the columns are,
 * so that a log of any length can be printed as it is read.
 *
 * @spec kernel 6
 */
import { definitionOf, isEventType } from '../../machines/kernel/events/registry.ts';
import type { LoggedEvent } from '../../machines/record/session-line.ts';
import { gistOf } from './gist.ts';
import type { Palette } from './palette.ts';
import { pad, printable, widthOf } from './printable.ts';

interface Column {
  readonly title: string;
  readonly side: 'left' | 'right';
  /** The column is not narrower, nor wider, than these. */
  readonly min: number;
  readonly max: number;
  readonly text: (event: LoggedEvent) => string;
}

export interface EventsTable {
  /** Lines of the next events, the first with the titles before them. */
  rows(events: readonly LoggedEvent[]): string;
}

/** Characters of an id that tell it from the others of a log. */
export const idColumns = 8;

const time: Column = {
  title: 'time',
  side: 'right',
  min: 8,
  max: 12,
  text: ({ atMs }) => timeText(atMs),
};
const type: Column = {
  title: 'type',
  side: 'left',
  min: 4,
  max: 28,
  text: (event) => printable(event.type),
};
const pane: Column = {
  title: 'pane',
  side: 'left',
  min: 4,
  max: 8,
  text: ({ paneId }) => (paneId === 'system' ? '-' : printable(paneId)),
};
const source: Column = {
  title: 'source',
  side: 'left',
  min: 6,
  max: 14,
  text: (event) => printable(event.source),
};
const gist: Column = {
  title: 'what',
  side: 'left',
  min: 0,
  max: 0,
  text: (event) => gistOf(event),
};
const eventId: Column = idColumn('event', ({ eventId: id }) => id);
const correlation: Column = idColumn('correl.', ({ correlationId }) => correlationId);

function idColumn(title: string, idOf: (event: LoggedEvent) => string): Column {
  const text = (event: LoggedEvent) => printable(idOf(event).slice(0, idColumns));
  return { title, side: 'left', min: idColumns, max: idColumns, text };
}

const all = [time, type, pane, source, gist, eventId, correlation];

export function createEventsTable(columns: number, palette: Palette): EventsTable {
  let layout: Layout | null = null;
  return {
    rows(events) {
      if (events.length === 0) return '';
      const titled = layout === null;
      layout ??= layoutOf(events, columns - 1);
      const lines = [
        ...(titled ? [palette.faint(titleLine(layout).trimEnd())] : []),
        ...rowLines(events, layout, palette),
      ];
      return `${lines.join('\n')}\n`;
    },
  };
}

interface Layout {
  readonly gap: string;
  readonly columns: readonly { readonly column: Column; readonly width: number }[];
}

interface Try {
  readonly without: readonly Column[];
  readonly gap: number;
  /** Columns that the gist must have for this to be worth it. */
  readonly gistMin: number;
  readonly caps?: ReadonlyMap<Column, number>;
}

/** What a narrow screen can do without goes first: the correlation, then air, then the source. */
const tries: readonly Try[] = [
  { without: [], gap: 2, gistMin: 48 },
  { without: [correlation], gap: 2, gistMin: 32 },
  {
    without: [correlation],
    gap: 1,
    gistMin: 18,
    caps: new Map([
      [type, 24],
      [pane, 4],
      [source, 10],
    ]),
  },
  {
    without: [correlation, source],
    gap: 1,
    gistMin: 18,
    caps: new Map([
      [type, 24],
      [pane, 4],
    ]),
  },
  {
    without: [correlation, source],
    gap: 1,
    gistMin: 0,
    caps: new Map([
      [type, 20],
      [pane, 4],
    ]),
  },
];

function layoutOf(events: readonly LoggedEvent[], width: number): Layout {
  const widths = new Map(all.map((column) => [column, widthIn(column, events)]));
  const laid = tries.map(({ without, gap, gistMin, caps }) => {
    const columns = all
      .filter((column) => !without.includes(column))
      .map((column) => ({
        column,
        width: Math.min(widths.get(column) ?? 0, caps?.get(column) ?? width),
      }));
    const taken = columns.reduce((sum, one) => sum + one.width + gap, -gap);
    const rest = Math.max(0, width - taken);
    return {
      isFit: width - taken >= gistMin,
      gap: ' '.repeat(gap),
      columns: columns.map((one) => (one.column === gist ? { ...one, width: rest } : one)),
    };
  });
  return laid.find(({ isFit }) => isFit) ?? { gap: ' ', columns: laid.at(-1)?.columns ?? [] };
}

function widthIn(column: Column, events: readonly LoggedEvent[]): number {
  if (column === gist) return 0;
  const widest = events.reduce((most, event) => Math.max(most, widthOf(column.text(event))), 0);
  return Math.min(column.max, Math.max(column.min, column.title.length, widest));
}

function titleLine({ gap, columns }: Layout): string {
  return columns.map(({ column, width }) => pad(column.title, width, column.side)).join(gap);
}

function rowLines(events: readonly LoggedEvent[], layout: Layout, palette: Palette): string[] {
  return events.map((event) =>
    layout.columns
      .map(({ column, width }) => {
        const text = column.text(event);
        // A time is never cut: a wrong one is worse than a crooked line.
        const shown = column === time ? text.padStart(width) : pad(text, width, column.side);
        return painted(column, event, shown, palette);
      })
      .join(layout.gap)
      .trimEnd(),
  );
}

const bad =
  /\.(?:crashed|hung|failed|violation|unkillable|error|down|timeout)$|^safemode\.entered$/;
const doubtful =
  /\.(?:skipped|deferred|dropped|limited|override|blocked|conflict|lossy|retry|disconnected|suspected|false_positive)$|^resize\.storm/;
const good = /\.(?:ready|verified|pass|promoted|connected)$|^(?:safemode\.exited|target\.stopped)$/;

/** Types are coloured by what they mean for the one who looks for trouble. */
export function typePaint(type: string, palette: Palette): (text: string) => string {
  if (bad.test(type)) return palette.bad;
  if (doubtful.test(type)) return palette.doubtful;
  if (good.test(type)) return palette.good;
  if (isEventType(type) && definitionOf(type).lane === 'B') return palette.faint;
  return (text) => text;
}

function painted(column: Column, event: LoggedEvent, text: string, palette: Palette): string {
  if (column === type) return typePaint(event.type, palette)(text);
  const isFaint = column === time || column === eventId || column === correlation;
  return isFaint ? palette.faint(text) : text;
}

/** Since the session began: `12.345s`, `1m05.000s` or `1h02m03.456s`. */
export function timeText(atMs: number): string {
  const ms = Math.abs(Math.round(atMs));
  const sign = atMs <= -0.5 ? '-' : '';
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor((ms % 3_600_000) / 60_000);
  const seconds = `${((ms % 60_000) / 1_000).toFixed(3)}s`;
  if (hours === 0 && minutes === 0) return `${sign}${seconds}`;
  const wide = (text: string | number, size: number) => String(text).padStart(size, '0');
  if (hours === 0) return `${sign}${minutes}m${wide(seconds, 7)}`;
  return `${sign}${hours}h${wide(minutes, 2)}m${wide(seconds, 7)}`;
}
