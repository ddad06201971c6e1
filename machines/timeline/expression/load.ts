/**
 * The language of expressions, loaded only by who has a file with some: its library costs a start-up
 * what all other files need not pay.
 *
 * @spec timeline phase 2
 */
import type { CompileExpression } from './expression.ts';

let compile: CompileExpression | null = null;

/** Must have settled before the first `compileExpression`. */
export async function loadExpressions(): Promise<void> {
  compile ??= (await import('./compile.ts')).compileExpression;
}

/** @throws when the language was not loaded, which is a mistake of ours. */
export const compileExpression: CompileExpression = (text, scope) => {
  if (compile === null) throw new Error('Expected loadExpressions to have been awaited.');
  return compile(text, scope);
};
