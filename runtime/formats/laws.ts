/**
 * The laws of keys that both formats keep: text, once, and never one that JavaScript gives a
 * meaning of its own.
 *
 * @spec reliability attacks
 */
import type { Problem } from '../../machines/kernel/problem.ts';
import { showText } from '../../machines/timeline/show.ts';
import {
  type Path,
  type Position,
  pathText,
  type SourceEntry,
  type SourceNode,
} from '../../machines/timeline/source.ts';

const forbiddenKeys: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** What is wrong with a key, or null. A key that is not text at all is given as null. */
export function keyProblem(
  file: string,
  path: Path,
  key: string | null,
  position: Position,
  entries: ReadonlyMap<string, SourceEntry>,
): Problem | null {
  const where = { file, path: pathText(key === null ? path : [...path, key]), ...position };
  if (key === null) {
    return {
      code: 'KEY_NOT_TEXT',
      message: 'Expected a key that is text; got a list, a mapping or an alias.',
      where,
      hint: 'Write the key as a word.',
    };
  }
  if (forbiddenKeys.includes(key)) {
    return {
      code: 'FORBIDDEN_KEY',
      message: `Expected a key of the language; got ${showText(key)}.`,
      where,
      hint: 'Remove it.',
    };
  }
  if (key === '<<') {
    return {
      code: 'MERGE_KEY',
      message: 'Expected no merge keys; got "<<".',
      where,
      hint: 'Write the keys out.',
    };
  }
  const first = entries.get(key);
  if (first === undefined) return null;
  return {
    code: 'DUPLICATE_KEY',
    message: `Expected every key once; got ${showText(key)} again, first on line ${first.keyAt.line}.`,
    where,
    hint: 'Keep one of the two.',
  };
}

export function notAMapping(file: string, root: SourceNode | undefined): Problem {
  const got =
    root === undefined || (root.kind === 'scalar' && root.value === null)
      ? 'nothing'
      : root.kind === 'sequence'
        ? 'a list'
        : 'a single value';
  const { line, column } = root?.at ?? { line: 1, column: 1 };
  return {
    code: 'NOT_A_MAPPING',
    message: `Expected a mapping such as "program: ./my-program"; got ${got}.`,
    where: { file, path: '', line, column },
    hint: 'Is this a timeline at all? See `ambush schema timeline`.',
  };
}
