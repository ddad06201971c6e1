/**
 * Reads an expression: CEL's own parser, then our types over the small part of the language that
 * conditions need. Figures are doubles; a signal without a figure makes what depends on it
 * unknown, never zero. Every fault at once, at its place.
 *
 * @spec timeline phase 2
 */
import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js';
import { type CompileExpression, type ExpressionFault, expressionMax } from './expression.ts';
import { Judge } from './judge-tree.ts';
import type { Judged } from './judged.ts';
import { translate } from './words.ts';

/** Deeper or larger trees are no condition that anyone can read. */
const limits = { maxDepth: 24, maxAstNodes: 256 };
const parser = new Environment({ limits, unlistedVariablesAreDyn: true });

export const compileExpression: CompileExpression = (text, scope) => {
  if (text.length > expressionMax) return refused([tooLong(text.length)]);
  const { text: cel, written } = translate(text);
  const parsed = parse(cel);
  if (!parsed.ok) return refused([placed(parsed.fault, written)]);
  const judge = new Judge(scope, (offset) => written(offset));
  const root: Judged | null = judge.judge(parsed.tree);
  if (root === null || judge.faults.length > 0) return refused(judge.faults);
  const { signals, latest, eventIds, windows } = judge.names;
  const { evaluate } = root;
  return {
    ok: true,
    value: {
      text,
      type: root.type,
      signals: [...signals],
      latest: [...latest],
      eventIds: [...eventIds],
      windows: [...windows.values()],
      constant: root.type === 'bool' ? constantOf(root) : null,
      evaluate(reading) {
        const saw: Record<string, number | boolean | string | null> = {};
        return { value: evaluate(reading, saw), saw };
      },
    },
  };
};

function constantOf({ truth }: Judged): boolean | null {
  if (truth === undefined || truth.canHold === truth.canFail) return null;
  return truth.canHold;
}

type Parsed =
  | { readonly ok: true; readonly tree: ASTNode }
  | { readonly ok: false; readonly fault: ExpressionFault };

function parse(cel: string): Parsed {
  try {
    return { ok: true, tree: parser.parse(cel).ast };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const offset = error.range?.start ?? 0;
    const isLimit = /limit|exceed|maximum/i.test(`${error.code} ${error.summary}`);
    const fault = isLimit
      ? {
          code: 'EXPRESSION_TOO_DEEP',
          message: `Expected an expression at most ${limits.maxDepth} deep, of at most ${limits.maxAstNodes} parts.`,
          hint: 'Split it: several keys of a condition hold together.',
        }
      : {
          code: 'INVALID_EXPRESSION',
          message: `Expected an expression; got ${gotText(cel, offset)}.`,
          hint: hintFor(cel, offset),
        };
    return { ok: false, fault: { ...fault, offset } };
  }
}

/** Slips that people bring from other languages. */
function hintFor(cel: string, offset: number): string {
  const rest = cel.slice(offset).trimStart();
  const word = /^[A-Z]+/.exec(rest)?.[0] ?? '';
  const share = /([\d.]+)\s*%/.exec(cel)?.[1];
  const bare = /(?:^|[^\d\w.])(\.\d+)/.exec(cel)?.[1];
  if (['AND', 'OR', 'NOT'].includes(word)) return `Did you mean "${word.toLowerCase()}"?`;
  if (/^=[^=]/.test(rest)) return 'Did you mean "=="?';
  if (share !== undefined) return `Shares are from 0 to 1: try ${Number(share) / 100}.`;
  if (bare !== undefined) return `Did you mean "0${bare}"?`;
  return 'Try "cpu_load > 0.7 and crashes == 0".';
}

function gotText(cel: string, offset: number): string {
  const rest = cel.slice(offset).trimEnd();
  if (rest === '') return 'its end too early';
  const [word = ''] = /^(?:[\w.]+|\s+|.)/su.exec(rest) ?? [];
  return `"${word.trim() === '' ? rest.trim().slice(0, 1) : word}" where it does not belong`;
}

function placed(fault: ExpressionFault, written: (offset: number) => number): ExpressionFault {
  return { ...fault, offset: written(fault.offset) };
}

function tooLong(length: number): ExpressionFault {
  return {
    code: 'EXPRESSION_TOO_LONG',
    message: `Expected an expression of at most ${expressionMax} characters; got ${length}.`,
    hint: 'Split it: several keys of a condition hold together.',
    offset: 0,
  };
}

function refused(faults: readonly ExpressionFault[]): {
  readonly ok: false;
  readonly faults: readonly ExpressionFault[];
} {
  return { ok: false, faults };
}
