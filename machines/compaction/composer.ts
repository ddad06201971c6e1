/**
 * Where the composer is: the lowest structure of the screen, between two lines, in a box, or behind a
 * bare prompt. Below it stands only what is indented or known: status lines, menus, hints.
 *
 * @spec kernel 9.3
 */
import type { Profile } from './profile.ts';
import { indentOf, isRule } from './screen.ts';

export interface Composer {
  readonly frame: 'rules' | 'box' | 'bare';
  /** First row of it, frame included. */
  readonly top: number;
  readonly bottom: number;
  /** It cannot be mistaken for a shell's prompt or for a lone glyph. */
  readonly framed: boolean;
  /** Words below it that only this program says. */
  readonly signed: boolean;
  /** Text rows, without the frame. */
  readonly text: readonly string[];
}

/** What stands where the composer would be. */
export type Bottom =
  | { readonly is: 'composer'; readonly composer: Composer }
  | { readonly is: 'dialog'; readonly row: number }
  | { readonly is: 'nothing' };

/** The longest menu or status block that programs draw below a composer. */
const footerRowsMax = 24;
/** The longest text that a composer shows. */
const textRowsMax = 60;
/** `>` and `#` at the start of a row are quotations and headings: bare, only their text tells. */
const asciiMax = 0x7f;

/** Commands of a shell that print what was recorded elsewhere. */
const printers = new Set(
  'asciinema awk bat cat diff echo git grep head jq less more printf rg script sed tail watch'.split(
    ' ',
  ),
);

export function findBottom(rows: readonly string[], profile: Profile): Bottom {
  const finders = { rules: byRules, box: byBox, bare: byPrompt };
  for (const frame of profile.composer.frames) {
    const found = finders[frame](rows, profile);
    if (found === null) continue;
    if (asksForChoice(found.text)) return { is: 'dialog', row: found.top };
    return { is: 'composer', composer: found };
  }
  const options = rows.findLastIndex((row, at) => isOption(row, 2) && isOption(rows[at - 1], 1));
  return options < 0 ? { is: 'nothing' } : { is: 'dialog', row: options - 1 };
}

/** Numbered options are a question, whatever glyph stands before the first. */
function asksForChoice(text: readonly string[]): boolean {
  return text.some((row, at) => isOption(row, 1) && isOption(text[at + 1], 2));
}

function isOption(row: string | undefined, number: number): boolean {
  const found = /^[\s│|]*(?:[❯›>●○]\s*)?(\d)[.)] \S/.exec(row ?? '');
  return found?.[1] === String(number);
}

function byRules(rows: readonly string[], profile: Profile): Composer | null {
  const bottom = rows.findLastIndex((row) => isRule(row));
  if (bottom < 1 || !isFooter(rows, bottom + 1, profile)) return null;
  for (let top = bottom - 1; top >= Math.max(0, bottom - textRowsMax); top -= 1) {
    if (!isRule(rows[top] ?? '')) continue;
    const text = rows.slice(top + 1, bottom);
    if (!hasPrompt(text[0] ?? '', profile, 2)) return null;
    return made('rules', top, bottom, text, rows, profile);
  }
  // The text is longer than the screen, and has pushed the upper line out of it.
  return null;
}

function byBox(rows: readonly string[], profile: Profile): Composer | null {
  const bottom = rows.findLastIndex((row) => /^ ?[╰└]─+.*[╯┘]$/.test(row));
  if (bottom < 1 || !isFooter(rows, bottom + 1, profile)) return null;
  for (let top = bottom - 1; top >= Math.max(0, bottom - textRowsMax); top -= 1) {
    const row = rows[top] ?? '';
    if (/^ ?[│┃|]/.test(row)) continue;
    if (!/^ ?[╭┌]─+.*[╮┐]$/.test(row)) return null;
    const text = rows.slice(top + 1, bottom).map(unboxed);
    const first = text.find((line) => line !== '') ?? '';
    return hasPrompt(first, profile, 2) ? made('box', top, bottom, text, rows, profile) : null;
  }
  return null;
}

function unboxed(row: string): string {
  return row
    .replace(/^ ?[│┃|] ?/, '')
    .replace(/[│┃|]$/, '')
    .trimEnd();
}

function byPrompt(rows: readonly string[], profile: Profile): Composer | null {
  const row = rows.findLastIndex(
    (text) =>
      (hasPrompt(text, profile, 0) && text.charCodeAt(0) > asciiMax) || placed(text, profile),
  );
  if (row < 0 || !isFooter(rows, row + 1, profile)) return null;
  // A shell has the same prompt; what it was told to print is no live screen.
  if (rows.slice(0, row).some(printsFiles)) return null;
  // Text goes on directly below; a status line comes after a blank row.
  const blank = rows.findIndex((text, at) => at > row && text === '');
  const bottom = (blank < 0 ? rows.length : blank) - 1;
  return made('bare', row, bottom, rows.slice(row, bottom + 1), rows, profile);
}

function printsFiles(row: string): boolean {
  const said = /^[^❯›$%#>]{0,60}[❯›$%#>] (?:sudo )?([a-z]+)(?= |$)/.exec(row);
  return said !== null && printers.has(said[1] ?? '');
}

function made(
  frame: Composer['frame'],
  top: number,
  bottom: number,
  text: readonly string[],
  rows: readonly string[],
  profile: Profile,
): Composer {
  const { composer } = profile;
  const below = rows.slice(bottom + 1);
  const signed = below.some((row) => composer.footerSigns.some((sign) => row.includes(sign)));
  const own = composer.bareIsFramed || signed || text.some((row) => placed(row, profile));
  return { frame, top, bottom, text, signed, framed: frame !== 'bare' || own };
}

/** A prompt glyph that begins in the first columns, alone or before a space. */
function hasPrompt(row: string, { composer }: Profile, indentMax: number): boolean {
  if (indentOf(row) > indentMax) return false;
  const text = row.trimStart();
  const glyph = String.fromCodePoint(text.codePointAt(0) ?? 0);
  if (!composer.prompts.includes(glyph)) return false;
  return text.length === glyph.length || text[glyph.length] === ' ';
}

/** What an empty composer says. */
function placed(row: string, { composer }: Profile): boolean {
  const text = row.trimStart();
  const glyph = String.fromCodePoint(text.codePointAt(0) ?? 0);
  if (!composer.prompts.includes(glyph) || indentOf(row) > 2) return false;
  const said = text.slice(glyph.length).trimStart();
  return composer.placeholders.some((placeholder) => said.startsWith(placeholder));
}

function isFooter(rows: readonly string[], from: number, { composer }: Profile): boolean {
  const below = rows.slice(from).filter((row) => row !== '');
  if (below.length > footerRowsMax) return false;
  return below.every(
    (row) =>
      indentOf(row) >= composer.footerIndentMin ||
      composer.footerSigns.some((sign) => row.includes(sign)),
  );
}
