/**
 * A document after its text was read: plain data in which every key and every value still
 * knows its line and column. YAML and JSON both become this one shape.
 *
 * @spec timeline phase 1
 */
import type { Place, Problem } from '../kernel/problem.ts';

/** Line and column count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type Path = readonly (string | number)[];

/** From this character of a text on it stands here, letter by letter, up to the next stretch. */
export interface Stretch extends Position {
  readonly offset: number;
}

export interface SourceScalar {
  readonly kind: 'scalar';
  readonly at: Position;
  readonly value: string | number | boolean | null;
  /** As written, so that `args: [1.0]` stays "1.0". */
  readonly text: string;
  /** Where its characters stand; absent where nobody will ask. */
  readonly stretches?: readonly Stretch[];
}

export interface SourceEntry {
  readonly keyAt: Position;
  /** The same of its key. */
  readonly keyStretches?: readonly Stretch[];
  readonly value: SourceNode;
}

export interface SourceMapping {
  readonly kind: 'mapping';
  readonly at: Position;
  readonly entries: ReadonlyMap<string, SourceEntry>;
}

export interface SourceSequence {
  readonly kind: 'sequence';
  readonly at: Position;
  readonly items: readonly SourceNode[];
}

export type SourceNode = SourceScalar | SourceMapping | SourceSequence;

export interface SourceDocument {
  /** What the user called it: a file name, or `-` for standard input. */
  readonly name: string;
  readonly root: SourceMapping;
  /** Keys that break a law of their own; they are left out of `root`, so that the rest is read. */
  readonly problems: readonly Problem[];
}

/** The data alone. Mappings have no prototype, so that no key can mean more than itself. */
export function plainOf(node: SourceNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'sequence':
      return node.items.map(plainOf);
    case 'mapping': {
      const plain: Record<string, unknown> = Object.create(null);
      for (const [key, entry] of node.entries) plain[key] = plainOf(entry.value);
      return plain;
    }
  }
}

/** The node at a path, or undefined where the document ends before it. */
export function nodeAt(document: SourceDocument, path: Path): SourceNode | undefined {
  let node: SourceNode | undefined = document.root;
  for (const step of path) {
    if (node === undefined) return undefined;
    node = childOf(node, step);
  }
  return node;
}

/**
 * Where a path sits in the text: the key or the value that it ends in. A path that the document
 * does not have gets the place of its nearest ancestor, which is where the key is missing.
 */
export function placeOf(
  document: SourceDocument,
  path: Path,
  part: 'key' | 'value' = 'value',
): Place {
  let node: SourceNode = document.root;
  let at = node.at;
  for (const [index, step] of path.entries()) {
    const last = index === path.length - 1;
    if (last && part === 'key' && node.kind === 'mapping' && typeof step === 'string') {
      at = node.entries.get(step)?.keyAt ?? at;
      break;
    }
    const next = childOf(node, step);
    if (next === undefined) break;
    node = next;
    at = node.at;
  }
  return { file: document.name, path: pathText(path), line: at.line, column: at.column };
}

/** The place of a character of a text: a key or a value, over however many lines it is written. */
export function placeInside(
  document: SourceDocument,
  path: Path,
  part: 'key' | 'value',
  offset: number,
): Place {
  const place = placeOf(document, path, part);
  const found = stretchesAt(document, path, part).findLast((one) => one.offset <= offset);
  if (found === undefined) return place;
  return { ...place, line: found.line, column: found.column + offset - found.offset };
}

function stretchesAt(
  document: SourceDocument,
  path: Path,
  part: 'key' | 'value',
): readonly Stretch[] {
  if (part === 'value') {
    const node = nodeAt(document, path);
    return (node?.kind === 'scalar' && node.stretches) || [];
  }
  const mapping = nodeAt(document, path.slice(0, -1));
  const key = path.at(-1);
  if (mapping?.kind !== 'mapping' || typeof key !== 'string') return [];
  return mapping.entries.get(key)?.keyStretches ?? [];
}

/** `tracks[0].events[1].for`; a key that is no plain word is quoted in brackets. */
export function pathText(path: Path): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\p{L}\p{N}_-]{1,64}$/u.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step.length > 40 ? `${step.slice(0, 40)}…` : step)}]`;
  }
  return text;
}

function childOf(node: SourceNode, step: string | number): SourceNode | undefined {
  if (node.kind === 'mapping' && typeof step === 'string') return node.entries.get(step)?.value;
  if (node.kind === 'sequence' && typeof step === 'number') return node.items[step];
  return undefined;
}
