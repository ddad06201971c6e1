/**
 * What may stand between the live line and the composer: blank rows, lines, bars, tips, lists of
 * tasks, queued messages, notices at the right edge. Anything else is history, and the line above it
 * is a quotation, an old line, or a finished turn.
 *
 * @spec kernel 9.3 9.6
 */
import type { BlockForm, Profile } from './profile.ts';
import { indentOf, isBar, isRule } from './screen.ts';

export interface Between {
  /** Every row is known to belong to the live block. */
  readonly clear: boolean;
  /** The row right below that confirms the line: a bar, or words of the profile. */
  readonly companion: string | null;
}

/** Notices at the right edge begin no further left than this share of the width. */
const rightShare = 0.4;

interface Span {
  readonly from: number;
  readonly to: number;
  readonly columns: number;
  /** Rows directly below the line may say anything, as long as they hang from it. */
  readonly attached: boolean;
  /** Of the line itself. */
  readonly indent: number;
}

export function readBetween(rows: readonly string[], span: Span, profile: Profile): Between {
  let companion: string | null = null;
  let hanging: number | null = null;
  let attached = span.attached;
  for (let at = span.from; at < span.to; at += 1) {
    const row = rows[at] ?? '';
    if (row === '') {
      hanging = null;
      attached = false;
      continue;
    }
    if (profile.past.some((word) => row.includes(word))) return unclear;
    const indent = indentOf(row);
    const bar = isBar(row) && indent > 0;
    if (bar || profile.companions.some((form) => begins(row, form))) companion ??= row.trim();
    if (bar || isRule(row, false)) continue;
    const form = [...profile.companions, ...profile.between].find((block) => begins(row, block));
    if (form) {
      if (form.child !== undefined && !hasChild(rows, at, span.to, form)) return unclear;
      hanging = indent;
      continue;
    }
    if (hanging !== null && indent >= hanging + 2) continue;
    if (attached && indent >= span.indent + 2) continue;
    if (indent >= span.columns * rightShare) continue;
    return unclear;
  }
  return { clear: true, companion };
}

const unclear: Between = { clear: false, companion: null };

export function begins(row: string, { starts, columns }: BlockForm): boolean {
  const indent = indentOf(row);
  if (indent < columns[0] || indent > columns[1]) return false;
  const text = row.slice(indent);
  return text.startsWith(starts) || text === starts.trimEnd();
}

function hasChild(rows: readonly string[], at: number, to: number, form: BlockForm): boolean {
  const child = form.child ?? '';
  for (let next = at + 1; next < to; next += 1) {
    const row = rows[next] ?? '';
    // A blank row ends it too: it has no indent.
    if (indentOf(row) === 0) return false;
    if (row.trimStart().startsWith(child)) return true;
  }
  return false;
}
