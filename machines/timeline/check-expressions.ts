/**
 * The laws of a text that is an expression: it can be read, is of the right type, knows every name,
 * and can change. Faults are placed inside the text.
 *
 * @spec timeline phase 2
 */
import type { Problem } from '../kernel/problem.ts';
import type { Expression, ExpressionFault, Scope } from './expression/expression.ts';
import { compileExpression } from './expression/load.ts';
import { showText } from './show.ts';
import { type Path, placeInside, type SourceDocument } from './source.ts';

/** Where a text stands within what was read: a key or a value. */
export interface TextPart {
  readonly text: string;
  readonly path: Path;
  readonly part: 'key' | 'value';
}

type Wanted = 'bool' | 'any';

export function textProblems(
  document: SourceDocument,
  base: Path,
  { text, path, part }: TextPart,
  wanted: Wanted,
  scope: Scope,
): Problem[] {
  const compiled = compileExpression(text, scope);
  const faults = compiled.ok ? typeFaults(compiled.value, wanted) : compiled.faults;
  return faults.map(({ code, message, hint, offset }) => ({
    code,
    message,
    where: placeInside(document, [...base, ...path], part, offset),
    hint,
  }));
}

function typeFaults({ text, type, constant }: Expression, wanted: Wanted): ExpressionFault[] {
  if (type === 'string' || (wanted === 'bool' && type !== 'bool')) {
    const expects = wanted === 'bool' ? 'something that is true or false' : 'a number';
    const message = `Expected ${expects}; got a ${type === 'string' ? 'text' : 'number'}.`;
    return [{ code: 'EXPRESSION_TYPE', message, hint: 'Try "cpu_load > 0.7".', offset: 0 }];
  }
  if (wanted === 'any' || constant === null) return [];
  const message = `Expected a condition that can change; got ${showText(text)}, which is always ${constant}.`;
  return [
    { code: 'CONDITION_CONSTANT', message, hint: 'Look at the ranges of its signals.', offset: 0 },
  ];
}
