/**
 * Where the characters of a text stand in the source that it was written as: folded lines, escapes
 * and the indentation of blocks come between. Each style is walked beside the value that the parser
 * made of it, so that a place that is told is right, or none is.
 *
 * @spec timeline phase 1
 */

export type ScalarStyle = 'plain' | 'single' | 'double' | 'folded' | 'literal';

/** From this character of the value on, the source has the same from `at` on. */
export interface Piece {
  readonly offset: number;
  readonly at: number;
}

/** Nobody asks for places inside longer texts: no expression and no chain is as long. */
export const standingMax = 1_024;
const sourceMax = 4 * standingMax;

/** Null where it cannot be told, or where nobody will ask. */
export function standingOf(
  style: ScalarStyle,
  source: string,
  value: string,
): readonly Piece[] | null {
  if (value.length > standingMax || source.length > sourceMax) return null;
  if (style === 'folded' || style === 'literal') return blockOf(style, source, value);
  return flowOf(style, source, value);
}

/** The value, gone through from its start to its end; `isLost` once the source says another thing. */
class Walk {
  readonly pieces: Piece[] = [];
  isLost = false;
  readonly #value: string;
  #offset = 0;

  constructor(value: string) {
    this.#value = value;
  }

  /** What is written is what it says. */
  same(text: string, at: number): void {
    this.isLost ||= !this.#value.startsWith(text, this.#offset);
    this.#step(text.length, at);
  }

  /** An escape says one character, whichever. */
  escape(at: number): void {
    const isPair = (this.#value.codePointAt(this.#offset) ?? 0) > 0xffff;
    this.#step(isPair ? 2 : 1, at);
  }

  /** Half of a pair by itself, as JSON has them. */
  half(at: number): void {
    this.#step(1, at);
  }

  /** What follows may be line breaks alone, of which a block keeps some. */
  isOver(rest: RegExp): boolean {
    return !this.isLost && rest.test(this.#value.slice(this.#offset));
  }

  #step(length: number, at: number): void {
    const last = this.pieces.at(-1);
    const isNext = last !== undefined && last.at + this.#offset - last.offset === at;
    if (!isNext && length > 0) this.pieces.push({ offset: this.#offset, at });
    this.#offset += length;
    this.isLost ||= this.#offset > this.#value.length;
  }
}

const hex = '[\\da-fA-F]';
const fold = /[ \t]*(?:\r?\n[ \t]*)+/.source;
const flows = {
  plain: new RegExp(`${fold}|.`, 'gsu'),
  single: new RegExp(`${fold}|''|.`, 'gsu'),
  double: new RegExp(
    `\\\\\\r?\\n[ \\t]*|${fold}|\\\\(?:x${hex}{2}|u${hex}{4}|U${hex}{8}|.)|.`,
    'gsu',
  ),
} as const;

function flowOf(style: keyof typeof flows, source: string, value: string): readonly Piece[] | null {
  const inset = style === 'plain' ? 0 : 1;
  const inner = source.slice(inset, source.length - inset);
  const walk = new Walk(value);
  for (const { 0: written, index } of inner.matchAll(flows[style])) {
    const at = index + inset;
    if (style === 'double' && written.startsWith('\\')) {
      if (/^\\\r?\n/.test(written)) continue;
      if (/^\\u/.test(written)) walk.half(at);
      else walk.escape(at);
    } else if (written === "''" && style === 'single') walk.same("'", at);
    else if (written.includes('\n')) walk.same(folded(written), at);
    else walk.same(written, at);
  }
  return walk.isOver(/^$/) ? walk.pieces : null;
}

/** One line break is a space; of several the first is dropped. */
function folded(breaks: string): string {
  const count = breaks.split('\n').length - 1;
  return count === 1 ? ' ' : '\n'.repeat(count - 1);
}

interface Line {
  readonly text: string;
  readonly at: number;
}

/** How far a block is indented need not be told, so each that it can be is tried. */
function blockOf(
  style: 'folded' | 'literal',
  source: string,
  value: string,
): readonly Piece[] | null {
  const [, ...lines] = linesOf(source);
  const first = lines.find(({ text }) => text.trim() !== '');
  if (first === undefined) return null;
  const most = first.text.length - first.text.trimStart().length;
  for (let indent = most; indent >= 0; indent -= 1) {
    const walk = new Walk(value);
    if (style === 'literal') walkLiteral(walk, lines, indent);
    else walkFolded(walk, lines, indent);
    if (walk.isOver(/^\n*$/)) return walk.pieces;
  }
  return null;
}

function walkLiteral(walk: Walk, lines: readonly Line[], indent: number): void {
  const last = lines.findLastIndex(({ text }) => text.length > indent);
  for (const { text, at } of lines.slice(0, last + 1)) {
    const content = text.slice(indent);
    walk.same(content, at + indent);
    if (at !== lines[last]?.at) walk.same('\n', at + text.length);
  }
}

/** Lines become one, but for blank lines and for those that are indented further. */
function walkFolded(walk: Walk, lines: readonly Line[], indent: number): void {
  let before: 'nothing' | 'line' | 'indented' = 'nothing';
  let blanks = 0;
  for (const { text, at } of lines) {
    const content = text.slice(indent);
    if (content === '') {
      blanks += 1;
      continue;
    }
    const is = /^[ \t]/.test(content) ? 'indented' : 'line';
    const isKept = before === 'indented' || (before === 'line' && is === 'indented');
    const breaks = '\n'.repeat(isKept ? blanks + 1 : blanks);
    walk.same(before === 'line' && breaks === '' ? ' ' : breaks, at);
    walk.same(content, at + indent);
    before = is;
    blanks = 0;
  }
}

function linesOf(source: string): readonly Line[] {
  let at = 0;
  return source.split('\n').map((line) => {
    const found = { text: line.replace(/\r$/, ''), at };
    at += line.length + 1;
    return found;
  });
}
