/**
 * One look at a screen: is the live line in its place, is it gone, or can nobody tell? And what
 * speaks for an end. A pure function of the screen and the profile.
 *
 * @spec kernel 9.3 9.4 9.6
 */
import { begins, readBetween } from './between.ts';
import { type Composer, findBottom } from './composer.ts';
import type { Profile } from './profile.ts';
import { matchRow, type RowMatch } from './row-match.ts';
import { indentOf, isBar, isRule, plainRows, type Screen } from './screen.ts';

export interface LiveLine {
  readonly formId: string;
  readonly match: RowMatch;
  readonly companion: string | null;
}

export interface Marker {
  readonly formId: string;
  readonly row: number;
  readonly text: string;
}

export interface Reading {
  /** `unknown`: a dialog or nothing at all is where the composer would be. */
  readonly sight: 'live' | 'absent' | 'unknown';
  /** Why it is unknown, in a word; empty otherwise. */
  readonly because: '' | 'dialog' | 'no composer' | 'no history in sight';
  readonly live: LiveLine | null;
  readonly composer: Composer | null;
  /** Another line says that the program works. */
  readonly busy: Marker | null;
  /** Words of compaction in that line. */
  readonly lexical: Marker | null;
  /** End markers above the composer, and the rows of history below the last of them. */
  readonly markers: readonly Marker[];
  readonly rowsBelowMarker: number;
  /** Rows above the composer that are not blank. */
  readonly historyRows: number;
}

/** A live line stands no further above the composer: lists of tasks and queues are bounded. */
const lookUpMax = 60;

export function readScreen(screen: Screen, profile: Profile): Reading {
  const rows = plainRows(screen);
  const bottom = findBottom(rows, profile);
  if (bottom.is !== 'composer') {
    return { ...nothing, because: bottom.is === 'dialog' ? 'dialog' : 'no composer' };
  }
  const { composer } = bottom;
  const live = findLive(rows, screen.columns, composer, profile);
  const busy = live ? null : findBusy(rows, composer, profile);
  const markers = findMarkers(rows, screen.columns, composer, profile);
  const hidden =
    live === null &&
    markers.length === 0 &&
    historyIsHidden(rows, screen.columns, composer, profile);
  return {
    sight: live ? 'live' : hidden ? 'unknown' : 'absent',
    because: hidden ? 'no history in sight' : '',
    live,
    composer,
    busy,
    lexical:
      busy && profile.words.some((word) => busy.text.toLowerCase().includes(word)) ? busy : null,
    markers,
    rowsBelowMarker: rowsBelow(rows, live?.match.row ?? busy?.row, composer, markers),
    historyRows: rows.slice(0, composer.top).filter((row) => row !== '').length,
  };
}

const nothing: Reading = {
  sight: 'unknown',
  because: 'no composer',
  live: null,
  composer: null,
  busy: null,
  lexical: null,
  markers: [],
  rowsBelowMarker: 0,
  historyRows: 0,
};

/** The lowest row above the composer that is a live line, if only its own things stand between. */
function findLive(
  rows: readonly string[],
  columns: number,
  composer: Composer,
  profile: Profile,
): LiveLine | null {
  for (let row = composer.top - 1; row >= Math.max(0, composer.top - lookUpMax); row -= 1) {
    for (const form of profile.live) {
      const match = matchRow(rows, row, form, columns);
      if (match === null) continue;
      const indent = indentOf(rows[row] ?? '');
      if (isWithinAnswer(rows, row, indent)) return null;
      const shared = form.sharedGlyphs.includes(match.glyph) && form.sharedGlyphs !== '';
      const span = {
        from: row + match.height,
        to: composer.top,
        columns,
        attached: !shared,
        indent,
      };
      const { clear, companion } = readBetween(rows, span, profile);
      if (!clear || (shared && form.tailWhenShared && !vouched(match, companion))) return null;
      return { formId: form.id, match, companion };
    }
  }
  return null;
}

/** Marks at which programs begin what they answer or tell. */
const bullets = '●•✦⏺◆';

/** What stands to the right of the nearest bullet above is text of that answer: a quotation. */
function isWithinAnswer(rows: readonly string[], row: number, indent: number): boolean {
  for (let above = row - 1; above >= 0; above -= 1) {
    const text = rows[above] ?? '';
    if (text === '' || indentOf(text) >= indent) continue;
    const start = text.trimStart();
    return bullets.includes([...start][0] ?? ' ') && start.slice(1).startsWith(' ');
  }
  return false;
}

/** A bullet of the history makes a live line only with a clock, a key, or words below it. */
function vouched({ tail }: RowMatch, companion: string | null): boolean {
  return companion !== null || /^\(\d|\bto (interrupt|cancel)\b/.test(tail);
}

function findBusy(rows: readonly string[], composer: Composer, profile: Profile): Marker | null {
  const { busy } = profile;
  const footer = rows.slice(composer.bottom + 1);
  const below = footer.findIndex((row) => busy.footer.some((word) => row.includes(word)));
  for (let row = composer.top - 1; row >= Math.max(0, composer.top - lookUpMax); row -= 1) {
    const text = rows[row] ?? '';
    const indent = indentOf(text);
    if (text === '' || indent > busy.columns[1]) continue;
    const glyph = String.fromCodePoint(text.codePointAt(indent) ?? 0);
    const said = text.slice(indent + glyph.length);
    const works = busy.glyphs.includes(glyph) && busy.has.some((word) => said.includes(word));
    if (works && said.startsWith(' ')) return { formId: 'busy', row, text: text.trim() };
    const own = profile.between.some((form) => begins(text, form));
    if (!own && !isRule(text, false) && !isBar(text)) break;
  }
  if (below < 0) return null;
  const text = footer[below] ?? '';
  return { formId: 'busy-footer', row: composer.bottom + 1 + below, text: text.trim() };
}

function findMarkers(
  rows: readonly string[],
  columns: number,
  composer: Composer,
  profile: Profile,
): readonly Marker[] {
  const found: Marker[] = [];
  for (let row = 0; row < composer.top; row += 1) {
    for (const form of profile.ends) {
      const match = matchRow(rows, row, form, columns);
      if (match === null) continue;
      found.push({ formId: form.id, row, text: match.text });
      break;
    }
  }
  return found;
}

/** History below the last marker only grows, so fewer rows of it mean a newer marker. */
function rowsBelow(
  rows: readonly string[],
  working: number | undefined,
  composer: Composer,
  markers: readonly Marker[],
): number {
  const last = markers.at(-1);
  if (last === undefined) return 0;
  const end = Math.min(working ?? composer.top, composer.top);
  return rows.slice(last.row + 1, Math.max(end, last.row + 1)).filter((row) => row !== '').length;
}

/** Tips, tasks and queued messages fill the screen to its top, so the line may be above it. */
function historyIsHidden(
  rows: readonly string[],
  columns: number,
  composer: Composer,
  profile: Profile,
): boolean {
  if (composer.top === 0) return true;
  if ((rows[0] ?? '') === '') return false;
  const span = { from: 0, to: composer.top, columns, attached: false, indent: 0 };
  return readBetween(rows, span, profile).clear;
}
