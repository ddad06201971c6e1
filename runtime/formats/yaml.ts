/**
 * YAML 1.2 (core schema) to a document that remembers its places. Tags, directives and several
 * documents were turned away before; aliases are followed within the token limit; merge keys and
 * keys that mean something to JavaScript are refused.
 *
 * @spec timeline phase 1
 */
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
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
import { type ScalarStyle, standingOf } from './standing.ts';
import { depthMax, guardTokens, tokenMax, tooDeep } from './token-guard.ts';

/** Syntax errors that are told; one slip in the indentation can cause hundreds. */
const errorsMax = 20;

export function readYaml(name: string, text: string): Result<SourceDocument> {
  const guarded = guardTokens(name, text);
  if (guarded !== null) return refuse([guarded]);
  const lines = new LineCounter();
  const parsed = parseQuietly(text, lines);
  if (typeof parsed === 'string') return refuse([syntax(name, parsed, { line: 1, column: 1 })]);
  const errors = parsed.errors.slice(0, errorsMax);
  if (errors.length > 0) {
    return refuse(errors.map((error) => syntax(name, error.message, at(lines, error.pos[0]))));
  }
  const builder = new Builder(name, text, lines);
  const root = builder.build(parsed.contents, [], { line: 1, column: 1 });
  if (builder.fatal.length > 0) return refuse([...builder.problems, ...builder.fatal]);
  const { problems } = builder;
  if (root?.kind !== 'mapping') return refuse([...problems, notAMapping(name, root)]);
  return succeed({ name, root, problems });
}

/** The parser is not ours: should it throw, its message is the problem. */
function parseQuietly(text: string, lineCounter: LineCounter) {
  try {
    return parseDocument(text, {
      lineCounter,
      version: '1.2',
      schema: 'core',
      merge: false,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function syntax(file: string, message: string, position: Position): Problem {
  const law = message.replace(/\s+/g, ' ').replace(/[.\s]+$/, '');
  return {
    code: 'YAML_SYNTAX',
    message: `Expected YAML; ${law}.`,
    where: { file, path: '', ...position },
    hint: 'Look at the indentation, quotes and brackets here and on the line before.',
  };
}

function at(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

interface Anchored {
  readonly node: SourceNode;
  /** Nodes below it, aliases followed. */
  readonly weight: number;
  readonly height: number;
}

/** Builds our nodes from the parser's, and counts what aliases would unfold to. */
class Builder {
  /** Keys that are left out. */
  readonly problems: Problem[] = [];
  /** What keeps the document from being built. */
  readonly fatal: Problem[] = [];
  private readonly name: string;
  private readonly text: string;
  private readonly lines: LineCounter;
  private readonly anchors = new Map<string, Anchored>();
  private weight = 0;
  private height = 0;

  constructor(name: string, text: string, lines: LineCounter) {
    this.name = name;
    this.text = text;
    this.lines = lines;
  }

  /** Undefined when a problem was found in it. `fallback` is the place of what is empty. */
  build(node: unknown, path: Path, fallback: Position): SourceNode | undefined {
    if (this.fatal.length >= errorsMax || this.weight > tokenMax) return undefined;
    const position = this.positionOf(node, fallback);
    if (isAlias(node)) return this.follow(node.source, path, position);
    this.weight += 1;
    this.height = Math.max(this.height, path.length);
    if (path.length > depthMax) return this.refuse(tooDeep, path, position);
    const before = this.weight;
    const heightBefore = this.height;
    this.height = path.length;
    const built = this.buildContent(node, path, position);
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined && built !== undefined) {
      const weight = 1 + this.weight - before;
      this.anchors.set(anchor, { node: built, weight, height: this.height - path.length });
    }
    this.height = Math.max(this.height, heightBefore);
    return built;
  }

  private buildContent(node: unknown, path: Path, position: Position): SourceNode | undefined {
    if (isMap(node)) return this.buildMapping(node.items, path, position);
    if (isSeq(node)) {
      const items = node.items.map((item, index) => this.build(item, [...path, index], position));
      const whole = items.filter((item) => item !== undefined);
      return whole.length === items.length
        ? { kind: 'sequence', at: position, items: whole }
        : undefined;
    }
    const value = isScalar(node) ? node.value : null;
    const text = isScalar(node) ? (node.source ?? '') : '';
    switch (typeof value) {
      case 'string':
      case 'number':
      case 'boolean':
        return { kind: 'scalar', at: position, value, text, ...this.stretchesOf(node) };
      default:
        return { kind: 'scalar', at: position, value: null, text };
    }
  }

  private buildMapping(
    items: readonly unknown[],
    path: Path,
    position: Position,
  ): SourceNode | undefined {
    const entries = new Map<string, SourceEntry>();
    let whole = true;
    for (const item of items) {
      const pair = isPair(item) ? item : { key: item, value: null };
      const keyAt = this.positionOf(pair.key, position);
      const key = isScalar(pair.key) ? keyText(pair.key) : null;
      const problem = keyProblem(this.name, path, key, keyAt, entries);
      if (problem !== null) this.problems.push(problem);
      const value = this.build(pair.value, [...path, key ?? '?'], keyAt);
      if (value === undefined) whole = false;
      else if (problem === null && key !== null) {
        const { stretches: keyStretches } = this.stretchesOf(pair.key);
        entries.set(key, { keyAt, ...(keyStretches && { keyStretches }), value });
      }
    }
    return whole ? { kind: 'mapping', at: position, entries } : undefined;
  }

  private follow(anchor: string, path: Path, position: Position): SourceNode | undefined {
    const found = this.anchors.get(anchor);
    if (found === undefined) {
      return this.refuse(
        {
          code: 'UNKNOWN_ALIAS',
          message: `Expected an alias of something above; got "*${anchor.slice(0, 40)}".`,
          hint: `Mark what is meant with "&${anchor.slice(0, 40)}", or use quotes.`,
        },
        path,
        position,
      );
    }
    if (path.length + found.height > depthMax) return this.refuse(tooDeep, path, position);
    this.weight += found.weight;
    this.height = Math.max(this.height, path.length + found.height);
    if (this.weight <= tokenMax) return found.node;
    return this.refuse(
      {
        code: 'ALIAS_BOMB',
        message: 'Expected at most 40,000 values once aliases are followed; got more.',
        hint: 'Write the values out.',
      },
      path,
      position,
    );
  }

  private refuse(law: Omit<Problem, 'where'>, path: Path, position: Position): undefined {
    const where = { file: this.name, path: pathText(path), ...position };
    this.fatal.push({ ...law, where });
  }

  /** Where its text stands, which in most styles is not as it reads. */
  private stretchesOf(node: unknown): { readonly stretches?: readonly Stretch[] } {
    if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return {};
    const style = styles[node.type ?? ''];
    if (style === undefined) return {};
    const [from, to] = node.range;
    const pieces = standingOf(style, this.text.slice(from, to), node.value);
    if (pieces === null) return {};
    return {
      stretches: pieces.map(({ offset, at: within }) => ({
        offset,
        ...at(this.lines, from + within),
      })),
    };
  }

  private positionOf(node: unknown, fallback: Position): Position {
    const located = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);
    const range = located ? node.range : undefined;
    if (range === undefined || range === null) return fallback;
    const empty = isScalar(node) && range[0] === range[1];
    return empty ? fallback : at(this.lines, range[0]);
  }
}

const styles: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_FOLDED: 'folded',
  BLOCK_LITERAL: 'literal',
};

/** Keys are text, whatever else the same letters mean as a value. */
function keyText(key: { readonly value: unknown; readonly source?: string }): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}
