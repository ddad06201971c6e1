/**
 * The guard before the parser: looks at the tokens of a YAML text once, in linear time, and
 * turns away what makes parsers hang, crash or build something else than was written. The
 * parser only ever sees what came through here.
 *
 * @spec reliability attacks
 */
import { Lexer } from 'yaml';
import type { Problem } from '../../machines/kernel/problem.ts';
import { positionIn } from './text.ts';

/** Tokens that mean something: 1,000 events take about 20,000. */
export const tokenMax = 40_000;
/** Blanks, line ends and comments too. */
const lexemeMax = 200_000;
/** Levels of nesting; the language itself has 7. */
export const depthMax = 16;
/**
 * Columns at which blocks are open. A key and its value on one line open two at most, so this
 * only stops what is far too deep; the exact depth is checked on the parsed document.
 */
const openBlocksMax = 2 * depthMax;
/** Longest single scalar, in characters. */
const scalarMax = 65_536;

type Refusal = Omit<Problem, 'where'>;

const marks = { document: '\x02', flowError: '\x18', scalar: '\x1f' } as const;

/** How lexemes begin that carry no meaning: blanks, line ends, comments, marks, byte order mark. */
const silent = ` \t\r\n#\ufeff${Object.values(marks).join('')}`;

const tag: Refusal = {
  code: 'TAG_REFUSED',
  message: 'Expected no tags; got one that begins with "!".',
  hint: 'Remove it, or put the text in quotes.',
};
const directive: Refusal = {
  code: 'DIRECTIVE_REFUSED',
  message: 'Expected no directives; got a line that begins with "%".',
  hint: 'Remove the line.',
};
const severalDocuments: Refusal = {
  code: 'SEVERAL_DOCUMENTS',
  message: 'Expected one document; got the start of another.',
  hint: 'Put each timeline into a file of its own.',
};
export const tooDeep: Refusal = {
  code: 'TOO_DEEP',
  message: `Expected at most ${depthMax} levels of nesting; got more.`,
  hint: 'A timeline needs 7 levels at most.',
};
export const tooManyTokens: Refusal = {
  code: 'TOO_MANY_TOKENS',
  message: 'Expected at most 40,000 tokens; got more.',
  hint: 'Split the timeline into several files.',
};
const scalarTooLong: Refusal = {
  code: 'TEXT_TOO_LONG',
  message: 'Expected at most 65,536 characters in one value; got more.',
  hint: 'Is a quote missing?',
};
const badEscape: Refusal = {
  code: 'YAML_SYNTAX',
  message: 'Expected an escape that YAML knows after "\\"; got another.',
  hint: 'Write a backslash as "\\\\", or use single quotes.',
};

const escapes = /\\(?:x[\da-fA-F]{2}|u[\da-fA-F]{4}|U(?:000[\da-fA-F]|0010)[\da-fA-F]{4}|[\s\S])/y;
const plainEscapes = '0abt\tnvfre "/\\N_LP\r\n';

/** The first thing that is not let through, with its offset in the text. */
interface Finding {
  readonly refusal: Refusal;
  readonly offset: number;
}

/** Null when the parser may have the text. */
export function guardTokens(name: string, text: string): Problem | null {
  const finding = scan(text);
  if (finding === null) return null;
  const { refusal, offset } = finding;
  return { ...refusal, where: { file: name, path: '', ...positionIn(text, offset) } };
}

function scan(text: string): Finding | null {
  const depth = new Depth();
  const documents = new Documents();
  let offset = 0;
  let lineStart = 0;
  let lexemes = 0;
  let tokens = 0;
  let before = '';
  for (const lexeme of new Lexer().lex(text)) {
    lexemes += 1;
    const scalar = before === marks.scalar;
    if (lexeme === marks.flowError) depth.leaveFlow();
    const refusal =
      lexemes > lexemeMax
        ? tooManyTokens
        : !scalar && documents.begin(lexeme, tokens)
          ? severalDocuments
          : null;
    if (refusal !== null) return { refusal, offset };
    if (scalar || isToken(lexeme)) {
      tokens += 1;
      const broken =
        tokens > tokenMax
          ? tooManyTokens
          : ((scalar ? longScalar(lexeme) : refusalOf(lexeme)) ??
            (depth.take(lexeme, offset - lineStart, scalar) ? null : tooDeep));
      if (broken !== null) return { refusal: broken, offset };
    }
    before = lexeme;
    if (!scalar && isMark(lexeme)) continue;
    const newline = lexeme.lastIndexOf('\n');
    if (newline >= 0) lineStart = offset + newline + 1;
    offset += lexeme.length;
  }
  return null;
}

function isMark(lexeme: string): boolean {
  return lexeme === marks.scalar || lexeme === marks.document || lexeme === marks.flowError;
}

/** Blanks, line ends, comments and the lexer's own marks say nothing. */
function isToken(lexeme: string): boolean {
  if (lexeme === '' || lexeme === '---' || lexeme === '...') return false;
  return !silent.includes(lexeme[0] ?? '');
}

function refusalOf(lexeme: string): Refusal | null {
  switch (lexeme[0]) {
    case '!':
      return tag;
    case '%':
      return directive;
    case '"':
      return longScalar(lexeme) ?? (escapesAreKnown(lexeme) ? null : badEscape);
    default:
      return longScalar(lexeme);
  }
}

function longScalar(lexeme: string): Refusal | null {
  return lexeme.length > scalarMax ? scalarTooLong : null;
}

/** The parser makes an error object of every wrong escape, which takes seconds for a million. */
function escapesAreKnown(quoted: string): boolean {
  let at = quoted.indexOf('\\');
  while (at >= 0) {
    escapes.lastIndex = at;
    const found = escapes.exec(quoted)?.[0] ?? '';
    if (found.length <= 2 && !plainEscapes.includes(found[1] ?? '?')) return false;
    at = quoted.indexOf('\\', at + Math.max(2, found.length));
  }
  return true;
}

/** Sees to it that there is one document. */
class Documents {
  private opened = false;
  private marked = false;

  /** True when the lexeme begins another document. */
  begin(lexeme: string, tokens: number): boolean {
    if (lexeme === marks.document) {
      const again = this.opened;
      this.opened = true;
      return again;
    }
    if (lexeme !== '---') return false;
    const again = this.marked || tokens > 0;
    this.marked = true;
    return again;
  }
}

/** How deep the nesting is: brackets exactly, blocks by the columns that they begin at. */
class Depth {
  private flow = 0;
  private readonly columns: number[] = [];
  private header = false;

  leaveFlow(): void {
    this.flow = 0;
  }

  /** False when it is too deep. `scalar` says that the lexeme is text, whatever it looks like. */
  take(lexeme: string, column: number, scalar: boolean): boolean {
    const afterHeader = this.header;
    this.header = !scalar && (lexeme[0] === '|' || lexeme[0] === '>');
    if (afterHeader && scalar) return true;
    if (!scalar && (lexeme === '[' || lexeme === '{')) {
      this.flow += 1;
      return this.flow <= depthMax;
    }
    if (!scalar && (lexeme === ']' || lexeme === '}')) {
      this.flow = Math.max(0, this.flow - 1);
      return true;
    }
    if (this.flow > 0 || (!scalar && lexeme === ':')) return true;
    while ((this.columns.at(-1) ?? -1) > column) this.columns.pop();
    if (this.columns.at(-1) !== column) this.columns.push(column);
    return this.columns.length <= openBlocksMax;
  }
}
