/**
 * Is a row exactly what a profile describes? Column, glyph and phrase must be exact; a tail in
 * brackets may follow. Where the terminal is narrow the row may go on in the rows below, but only
 * where its next word would not have fitted.
 *
 * @spec kernel 9.3 9.6
 */
import type { RowForm } from './profile.ts';
import { indentOf, widthOf } from './screen.ts';

export interface RowMatch {
  readonly row: number;
  /** Rows that it takes, wrapped ones included. */
  readonly height: number;
  readonly glyph: string;
  /** The bracketed tail and what follows it; empty where there is none. */
  readonly tail: string;
  /** The matched text, joined. */
  readonly text: string;
}

/** A line is continued over at most so many rows: at 20 columns the longest tail takes six. */
const joinedMax = 7;
/** Programs leave up to so many cells free at the right edge. */
const paddingMax = 3;
/** Programs hang wrapped text below its first word, not deeper. */
const hangMax = 6;
/** Longer text in brackets is prose. */
const tailMax = 160;

type Parsed =
  | { readonly is: 'match'; readonly tail: string }
  | { readonly is: 'open' }
  | { readonly is: 'other' };

const other: Parsed = { is: 'other' };

/** Does the form begin at this row? */
export function matchRow(
  rows: readonly string[],
  row: number,
  form: RowForm,
  columns: number,
): RowMatch | null {
  const first = rows[row] ?? '';
  const indent = indentOf(first);
  if (indent < form.columns[0] || indent > form.columns[1]) return null;
  const glyph = form.glyphs === '' ? '' : String.fromCodePoint(first.codePointAt(indent) ?? 0);
  if (glyph !== '' && !form.glyphs.includes(glyph)) return null;
  const rest = first.slice(indent + glyph.length);
  const body = rest.trimStart();
  const gap = rest.length - body.length;
  if (glyph !== '' && (gap < 1 || gap > (form.rest === 'tail' ? 1 : 3))) return null;
  return joined(rows, row, { form, glyph, body, columns });
}

interface Start {
  readonly form: RowForm;
  readonly glyph: string;
  readonly body: string;
  readonly columns: number;
}

/** Tries the row alone, then joined with the rows below it, one after the other. */
function joined(rows: readonly string[], row: number, start: Start): RowMatch | null {
  const { form, glyph, columns } = start;
  let texts: readonly string[] = [start.body];
  /** The phrase is whole, and its tail may begin in the row below. */
  let whole: RowMatch | null = null;
  for (let height = 1; height <= joinedMax; height += 1) {
    const last = rows[row + height - 1] ?? '';
    const next = rows[row + height] ?? '';
    const goesOn = continues(last, next, columns);
    const open: string[] = [];
    for (const text of texts) {
      const parsed = parseBody(text, form);
      if (parsed.is === 'other') continue;
      open.push(text);
      if (parsed.is !== 'match') continue;
      const match = { row, height, glyph, tail: parsed.tail, text };
      const tailBelow = form.rest === 'tail' && parsed.tail === '' && next.trim().startsWith('(');
      if (!goesOn || !tailBelow) return match;
      whole ??= match;
    }
    const [cut] = open;
    if (cut === undefined) return whole;
    if (!goesOn) {
      // The program cut its line at the edge instead of wrapping it.
      const tail = cutTail(cut, form, last, columns);
      return tail === null ? whole : { row, height, glyph, tail, text: cut };
    }
    texts = open.flatMap((text) => [`${text} ${next.trim()}`, `${text}${next.trim()}`]);
  }
  return whole;
}

function continues(last: string, next: string, columns: number): boolean {
  const text = next.trim();
  if (text === '' || indentOf(next) > hangMax) return false;
  const [word = ''] = text.split(' ', 1);
  return widthOf(last) + 1 + widthOf(word) > columns - paddingMax;
}

/** A tail that was begun and runs to the edge counts; a phrase that was cut does not. */
function cutTail(text: string, form: RowForm, last: string, columns: number): string | null {
  if (form.rest !== 'tail') return null;
  const phraseEnd = form.phrase.length;
  if (!text.startsWith(form.phrase) || !/^ ?\(/.test(text.slice(phraseEnd))) return null;
  const atEdge = widthOf(last) >= columns - paddingMax || last.endsWith('…');
  return atEdge ? text.slice(phraseEnd).trim() : null;
}

function parseBody(body: string, form: RowForm): Parsed {
  const end = phraseEnd(body, form.phrase);
  if (end === null) return couldBecome(body, form.phrase) ? { is: 'open' } : other;
  const rest = body.slice(end);
  if (form.rest === 'anything') return { is: 'match', tail: rest.trim() };
  if (rest === '') return { is: 'match', tail: '' };
  if (form.rest === 'nothing') return other;
  return parseTail(rest);
}

/** A space, brackets with something in them, then perhaps a percentage or more behind a dot. */
function parseTail(rest: string): Parsed {
  const text = rest.trim();
  if (rest.length - rest.trimStart().length > 2) return other;
  if (/^\d{1,3}(\.\d+)?\s?%$/.test(text)) return { is: 'match', tail: text };
  if (/^[·•] \d+(\.\d+)?(ms|s|m|h)\b[\d smh]*$/.test(text)) return { is: 'match', tail: text };
  if (!text.startsWith('(') || text.length > tailMax) return other;
  const close = closing(text);
  if (close < 0) return { is: 'open' };
  const inside = text.slice(1, close).trim();
  const after = text.slice(close + 1).trim();
  if (inside === '') return other;
  const fits = after === '' || /^[·•|] \S/.test(after) || /^\d{1,3}(\.\d+)?\s?%$/.test(after);
  return fits ? { is: 'match', tail: text } : other;
}

function closing(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return -1;
}

/** Where the phrase ends in the text, or null. Each `*` takes as little as it can, at least one. */
function phraseEnd(text: string, phrase: string): number | null {
  const [first = '', ...parts] = phrase.split('*');
  if (!text.startsWith(first)) return null;
  let end = first.length;
  for (const part of parts) {
    if (part === '') return text.length > end ? text.length : null;
    const found = text.indexOf(part, end + 1);
    if (found < 0) return null;
    end = found + part.length;
  }
  return end;
}

/** The text is the beginning of the phrase, so that the rows below may complete it. */
function couldBecome(text: string, phrase: string): boolean {
  const fixed = phrase.split('*')[0] ?? '';
  if (fixed.length === phrase.length) return fixed.startsWith(text);
  return fixed.startsWith(text) || text.startsWith(fixed);
}
