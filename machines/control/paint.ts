/**
 * The screen of a pane as a terminal draws it anew: for one that has just been attached, or has
 * missed something.
 *
 * @spec kernel 7
 */

export interface Painted {
  /** As the terminal itself says it; null where that was too long. */
  readonly paint: string | null;
  readonly rows: readonly string[];
  /** Both count from 0. */
  readonly cursor: { readonly row: number; readonly column: number };
  readonly alternate: boolean;
  readonly bracketedPaste: boolean;
}

const esc = '\u001b';
const clear = `${esc}[0m${esc}[H${esc}[2J`;

/** What a screen holds may not command the terminal that draws it. */
const commands = /\p{Cc}/gu;

export function paintOf({ rows, cursor, alternate, bracketedPaste, paint }: Painted): string {
  if (paint !== null) return `${esc}[?1049l${clear}${paint}`;
  // Each row by its place: a smaller terminal must not scroll.
  const lines = rows.map((row, at) => `${esc}[${at + 1};1H${row.replace(commands, ' ')}`);
  const modes = `${esc}[?1049${alternate ? 'h' : 'l'}${esc}[?2004${bracketedPaste ? 'h' : 'l'}`;
  const place = `${esc}[${cursor.row + 1};${cursor.column + 1}H`;
  return `${modes}${clear}${lines.join('')}${place}`;
}
