/**
 * A terminal's screen as plain data, and what the rules need to know of its rows. How the screen was
 * drawn is not in it, so that no rule can depend on that.
 *
 * @spec kernel 9.3
 */

export interface Screen {
  /** What is seen now, top to bottom; no scrollback. */
  readonly rows: readonly string[];
  /** Width in cells. */
  readonly columns: number;
  readonly cursor: { readonly row: number; readonly column: number };
  /** The alternate buffer is shown, as pagers, editors and full-screen programs use it. */
  readonly alternate: boolean;
}

/** Rows as the rules read them: spaces are plain, nothing invisible is left, ends are trimmed. */
export function plainRows(screen: Screen): readonly string[] {
  return screen.rows.map((row) => {
    const spaced = row.replace(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ');
    const visible = spaced.replace(/[\ufe0e\ufe0f\u200b-\u200d\u2060]/g, '').trimEnd();
    return withoutScrollbar(visible, screen.columns);
  });
}

/** A lone mark in the last column, far from any text, is a scroll bar. */
function withoutScrollbar(row: string, columns: number): string {
  if (!/[█▐▕│┃░▒▓]$/.test(row) || /^ ?[│┃|]/.test(row)) return row;
  const text = row.slice(0, -1);
  return /\S/.test(text) && !text.endsWith('  ')
    ? row
    : widthOf(row) < columns - 1
      ? row
      : text.trimEnd();
}

export function indentOf(row: string): number {
  return row.length - row.trimStart().length;
}

/** Cells that a text takes; East Asian wide characters and emoji take two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const char of text) width += isWide(char.codePointAt(0) ?? 0) ? 2 : 1;
  return width;
}

function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  );
}

const ruleChars = new Set('─━═╌┄▀▄▔▁');
/** A shorter run of line characters may be text. */
const ruleMin = 8;

/** A horizontal line from the first columns on, over most of its row; it may carry a label. */
export function isRule(row: string, labelled = true): boolean {
  const text = row.trim();
  if (indentOf(row) > 1) return false;
  const chars = [...text];
  const lines = chars.filter((char) => ruleChars.has(char)).length;
  if (lines < ruleMin || !ruleChars.has(chars[0] ?? '')) return false;
  if (lines === chars.length) return true;
  return labelled && lines * 2 >= chars.length && ruleChars.has(chars.at(-1) ?? '');
}

const barChars = new Set('▰▱█▓▒░▉▊▋▌▍▎▏■□━─╸╺●○⣿⣀[]=>-# .');
/** A progress bar alone in its row, with or without its percentage. */
export function isBar(row: string): boolean {
  const text = row.trim();
  const [, drawn = text, percent] = /^(.*?)\s*\(?(\d{1,3}(?:\.\d+)?\s?%)?\)?$/.exec(text) ?? [];
  if (drawn === '') return percent !== undefined;
  const chars = [...drawn];
  if (!chars.every((char) => barChars.has(char))) return false;
  return percent !== undefined || chars.filter((char) => char === '▰' || char === '▱').length >= 3;
}
