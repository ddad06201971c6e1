/**
 * Strict JSON (RFC 8259) to a document that remembers its places. One pass, no recursion deeper
 * than the limit.
 *
 * @spec timeline phase 1
 */
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import { showText } from '../../machines/timeline/show.ts';
import {
  type Path,
  type Position,
  pathText,
  type SourceDocument,
  type SourceEntry,
  type SourceNode,
  type Stretch,
} from '../../machines/timeline/source.ts';
import { keyProblem, notAMapping } from './laws.ts';
import { standingOf } from './standing.ts';
import { depthMax, tokenMax, tooDeep, tooManyTokens } from './token-guard.ts';

export function readJson(name: string, text: string): Result<SourceDocument> {
  const reader = new Reader(name, text);
  try {
    const root = reader.document();
    const { problems } = reader;
    if (root.kind === 'mapping') return succeed({ name, root, problems });
    return refuse([...problems, notAMapping(name, root)]);
  } catch (error) {
    if (error instanceof Refused) return refuse([...reader.problems, error.problem]);
    throw error;
  }
}

/** Leaves the middle of the text; caught by `readJson` and nowhere else. */
class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

const token =
  /[{}[\]:,]|"(?:[^"\\\n\r\t]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w)/y;
const blank = /[ \t\r\n]*/y;

class Reader {
  readonly problems: Problem[] = [];
  private readonly name: string;
  private readonly text: string;
  private offset = 0;
  private tokens = 0;
  private line = 1;
  private lineStart = 0;
  /** The token that is looked at; empty at the end. */
  private token = '';
  private at: Position = { line: 1, column: 1 };

  constructor(name: string, text: string) {
    this.name = name;
    this.text = text;
  }

  document(): SourceNode {
    this.advance([]);
    const root = this.value([]);
    if (this.token !== '') this.unexpected('the end of the file', []);
    return root;
  }

  private value(path: Path): SourceNode {
    if (path.length > depthMax) this.refuse(tooDeep, path);
    const { at, token: text } = this;
    if (text === '{') return this.mapping(path, at);
    if (text === '[') return this.sequence(path, at);
    if (text === '' || '}]:,'.includes(text)) this.unexpected('a value', path);
    this.advance(path);
    const value = JSON.parse(text) as string | number | boolean | null;
    if (typeof value !== 'string') return { kind: 'scalar', at, value, text };
    return { kind: 'scalar', at, value, text: value, stretches: stretchesOf(text, value, at) };
  }

  private mapping(path: Path, at: Position): SourceNode {
    const entries = new Map<string, SourceEntry>();
    let isFirst = true;
    this.advance(path);
    while (this.token !== '}') {
      if (!isFirst) this.take(',', path);
      if (!this.token.startsWith('"')) this.unexpected('a key in double quotes', path);
      const keyAt = this.at;
      const key = JSON.parse(this.token) as string;
      const keyStretches = stretchesOf(this.token, key, keyAt);
      this.advance(path);
      this.take(':', path);
      const problem = keyProblem(this.name, path, key, keyAt, entries);
      const value = this.value([...path, key]);
      if (problem === null) entries.set(key, { keyAt, keyStretches, value });
      else this.problems.push(problem);
      isFirst = false;
    }
    this.advance(path);
    return { kind: 'mapping', at, entries };
  }

  private sequence(path: Path, at: Position): SourceNode {
    const items: SourceNode[] = [];
    this.advance(path);
    while (this.token !== ']') {
      if (items.length > 0) this.take(',', path);
      items.push(this.value([...path, items.length]));
    }
    this.advance(path);
    return { kind: 'sequence', at, items };
  }

  private take(expected: string, path: Path): void {
    if (this.token !== expected) this.unexpected(`"${expected}"`, path);
    this.advance(path);
  }

  private advance(path: Path): void {
    blank.lastIndex = this.offset;
    const skipped = blank.exec(this.text)?.[0] ?? '';
    for (const end of skipped.matchAll(/\r\n|\r|\n/g)) {
      this.line += 1;
      this.lineStart = this.offset + end.index + end[0].length;
    }
    this.offset += skipped.length;
    this.at = { line: this.line, column: this.offset - this.lineStart + 1 };
    if (this.offset === this.text.length) {
      this.token = '';
      return;
    }
    token.lastIndex = this.offset;
    const found = token.exec(this.text)?.[0];
    if (found === undefined) {
      const rest = /^\S+/.exec(this.text.slice(this.offset, this.offset + 80))?.[0] ?? '';
      this.syntax(`Expected JSON; got ${showText(rest)}.`, path);
    }
    this.tokens += 1;
    if (this.tokens > tokenMax) this.refuse(tooManyTokens, path);
    this.token = found;
    this.offset += found.length;
  }

  private unexpected(expected: string, path: Path): never {
    const got = this.token === '' ? 'the end of the file' : showText(this.token);
    this.syntax(`Expected ${expected}; got ${got}.`, path);
  }

  private syntax(message: string, path: Path): never {
    const hint = 'JSON knows double quotes only, no comments and no comma before a bracket.';
    this.refuse({ code: 'JSON_SYNTAX', message, hint }, path);
  }

  private refuse(law: Omit<Problem, 'where'>, path: Path): never {
    const where = { file: this.name, path: pathText(path), ...this.at };
    throw new Refused({ ...law, where });
  }
}

/** JSON escapes as YAML does between double quotes, and on one line. */
function stretchesOf(written: string, value: string, at: Position): readonly Stretch[] {
  const pieces = standingOf('double', written, value) ?? [{ offset: 0, at: 1 }];
  return pieces.map(({ offset, at: within }) => ({
    offset,
    line: at.line,
    column: at.column + within,
  }));
}
