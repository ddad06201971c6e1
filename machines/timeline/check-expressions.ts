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
  const faults = compiled.ok ? typeFaults(compiled.value, wanted, scope) : compiled.faults;
  return faults.map(({ code, message, hint, offset }) => ({
    code,
    message,
    where: placeInside(document, [...base, ...path], part, offset),
    hint,
  }));
}

function typeFaults(expression: Expression, wanted: Wanted, scope: Scope): ExpressionFault[] {
  const { text, type, constant } = expression;
  if (type === 'string' || (wanted === 'bool' && type !== 'bool')) {
    const expects = wanted === 'bool' ? 'something that is true or false' : 'a number';
    const message = `Expected ${expects}; got a ${type === 'string' ? 'text' : 'number'}.`;
    return [{ code: 'EXPRESSION_TYPE', message, hint: 'Try "cpu_load > 0.7".', offset: 0 }];
  }
  if (wanted === 'any' || constant === null) return [];
  const message = `Expected a condition that can change; got ${showText(text)}, which is always ${constant}.`;
  const hint = shareHint(expression, scope) ?? 'Look at the ranges of its signals.';
  return [{ code: 'CONDITION_CONSTANT', message, hint, offset: 0 }];
}

/** Percent, where a share is meant; who writes less than 2 means something else. */
function shareHint({ text, signals }: Expression, scope: Scope): string | undefined {
  const [name] = signals;
  const declared = scope.signals.find((signal) => signal.name === name);
  const percent = Number(/[<>]=?\s*(\d+(?:\.\d+)?)\s*$/.exec(text)?.[1]);
  if (declared?.max !== 1 || !(percent >= 2 && percent < 100)) return undefined;
  return `${declared.name} is a share from 0 to 1: try ${percent / 100}.`;
}
