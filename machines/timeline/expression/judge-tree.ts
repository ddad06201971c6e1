/**
 * The types of an expression, node by node, and with them what it evaluates to and what it can be
 * at all. Faults are gathered, so that one look finds them all.
 *
 * @spec timeline phase 2
 */
import type { ASTNode } from '@marcbachmann/cel-js';
import { parseDuration } from '../duration.ts';
import { oneOf } from '../show.ts';
import { didYouMean } from '../suggest.ts';
import { boundsOf, contradicts } from './bounds.ts';
import type { ExpressionFault, Scope } from './expression.ts';
import type { Bound, Judged } from './judged.ts';
import { Names, nameOf } from './names.ts';
import {
  type Arithmetic,
  anything,
  both,
  type Comparison,
  combine,
  compare,
  either,
  exactly,
  negate,
  open,
  opposite,
} from './ranges.ts';
import { and, calculate, holds, mirrored, negated, not, onNumber, or } from './semantics.ts';
import type { SignalType } from './signals.ts';

const comparisons = ['<', '<=', '>', '>=', '==', '!='] as const;
const arithmetic = ['+', '-', '*', '/'] as const;

export class Judge {
  readonly faults: ExpressionFault[] = [];
  readonly names: Names;
  readonly #written: (offset: number) => number;

  constructor(scope: Scope, written: (offset: number) => number) {
    this.#written = written;
    this.names = new Names(scope, (...fault) => this.#refuse(...fault));
  }

  /** Null when it breaks a law; the fault is told. */
  judge(node: ASTNode): Judged | null {
    const name = nameOf(node);
    if (name !== null) return this.names.signal(node, name);
    switch (node.op) {
      case 'value':
        return this.#literal(node, node.args);
      case '&&':
      case '||':
        return this.#logic(node.op, node.args);
      case '!_':
        return this.#not(node.args);
      case '-_':
        return this.#minus(node.args);
      case '?:':
        return this.#choice(node, node.args);
      case '.':
        return this.names.field(node, node.args);
      case 'call':
        return this.names.call(node, node.args);
      default:
        if (isOf(comparisons, node.op)) return this.#comparison(node, node.op);
        if (isOf(arithmetic, node.op)) return this.#arithmetic(node, node.op);
        return this.#refuse(
          node,
          'UNKNOWN_OPERATION',
          `Expected comparisons, arithmetic, and, or, not; got ${operationText(node.op)}.`,
          'Try "cpu_load > 0.7 and crashes == 0".',
        );
    }
  }

  #literal(node: ASTNode, value: unknown): Judged | null {
    const plain = typeof value === 'bigint' ? Number(value) : value;
    if (typeof plain === 'number' && Number.isFinite(plain)) {
      return { type: 'double', literal: plain, range: exactly(plain), evaluate: () => plain };
    }
    if (typeof plain === 'boolean') {
      const truth = { canHold: plain, canFail: !plain };
      return { type: 'bool', literal: plain, truth, evaluate: () => plain };
    }
    if (typeof plain === 'string') {
      return { type: 'string', literal: plain, words: [plain], evaluate: () => plain };
    }
    const message = 'Expected a number, a text, true or false.';
    return this.#refuse(node, 'EXPRESSION_TYPE', message, 'Try 0.8.');
  }

  #logic(op: '&&' | '||', [left, right]: readonly [ASTNode, ASTNode]): Judged | null {
    const one = this.#expect(left, 'bool');
    const other = this.#expect(right, 'bool');
    if (!one || !other) return null;
    const [a, b] = [one.truth ?? open, other.truth ?? open];
    const rangeOf = (name: string) => boundsOf(this.names.declared(name));
    if (op === '||') {
      const apart = [...(one.apart ?? []), ...(other.apart ?? [])];
      const isAlways = contradicts(apart, rangeOf);
      return {
        type: 'bool',
        truth: isAlways ? { canHold: true, canFail: false } : either(a, b),
        apart,
        evaluate: (reading, saw) => or(one.evaluate(reading, saw), other.evaluate(reading, saw)),
      };
    }
    const together = [...(one.together ?? []), ...(other.together ?? [])];
    const truth = contradicts(together, rangeOf) ? { canHold: false, canFail: true } : both(a, b);
    return {
      type: 'bool',
      truth,
      together,
      evaluate: (reading, saw) => and(one.evaluate(reading, saw), other.evaluate(reading, saw)),
    };
  }

  #not(part: ASTNode): Judged | null {
    const inner = this.#expect(part, 'bool');
    if (!inner) return null;
    return {
      type: 'bool',
      truth: opposite(inner.truth ?? open),
      together: inner.apart ?? [],
      apart: inner.together ?? [],
      evaluate: (reading, saw) => not(inner.evaluate(reading, saw)),
    };
  }

  #minus(part: ASTNode): Judged | null {
    const inner = this.#expect(part, 'double');
    if (!inner) return null;
    return {
      type: 'double',
      range: negate(inner.range ?? anything),
      ...(typeof inner.literal === 'number' ? { literal: -inner.literal } : {}),
      evaluate: (reading, saw) => onNumber(inner.evaluate(reading, saw), (value) => -value),
    };
  }

  #choice(
    node: ASTNode,
    [condition, yes, no]: readonly [ASTNode, ASTNode, ASTNode],
  ): Judged | null {
    const asked = this.#expect(condition, 'bool');
    const one = this.judge(yes);
    const other = this.judge(no);
    if (!asked || !one || !other) return null;
    if (one.type !== other.type) {
      const message = `Expected both answers to be of one kind; got a ${kinds[one.type]} and a ${kinds[other.type]}.`;
      return this.#refuse(node, 'EXPRESSION_TYPE', message, 'Try two numbers.');
    }
    return {
      type: one.type,
      ...(one.type === 'double' ? { range: anything } : {}),
      ...(one.type === 'bool' ? { truth: open } : {}),
      evaluate(reading, saw) {
        const holds = asked.evaluate(reading, saw);
        if (holds === null) return null;
        return holds === true ? one.evaluate(reading, saw) : other.evaluate(reading, saw);
      },
    };
  }

  #comparison(node: ASTNode, operator: Comparison): Judged | null {
    const [left, right] = node.args as readonly [ASTNode, ASTNode];
    const one = this.judge(left);
    const other = this.judge(right);
    if (!one || !other) return null;
    const ordered = operator !== '==' && operator !== '!=';
    if (one.type !== other.type || (ordered && one.type !== 'double')) {
      const message = `Expected two numbers to compare; got a ${kinds[one.type]} and a ${kinds[other.type]}.`;
      const hint = hintOf(one, other) ?? (ordered ? numbersHint : 'Compare like with like.');
      return this.#refuse(node, 'EXPRESSION_TYPE', message, hint);
    }
    if (one.type === 'string' && !this.#wordsMeet(node, one, other)) return null;
    const truth =
      one.type === 'double'
        ? compare(operator, one.range ?? anything, other.range ?? anything)
        : open;
    const bounds = boundsIn(operator, one, other);
    return {
      type: 'bool',
      truth,
      together: bounds,
      apart: bounds.map((bound) => ({ ...bound, operator: negated[bound.operator] })),
      evaluate(reading, saw) {
        const a = one.evaluate(reading, saw);
        const b = other.evaluate(reading, saw);
        return a === null || b === null ? null : holds(operator, a, b);
      },
    };
  }

  /** A state or an outcome that there is not can never be seen. */
  #wordsMeet(node: ASTNode, one: Judged, other: Judged): boolean {
    const [asked, text] = one.literal === undefined ? [one, other] : [other, one];
    const { words } = asked;
    if (words === undefined || typeof text.literal !== 'string') return true;
    if (asked.literal !== undefined || words.includes(text.literal)) return true;
    this.#refuse(
      node,
      'UNKNOWN_WORD',
      `Expected ${oneOf(words)}; got "${text.literal}".`,
      didYouMean(text.literal, words) ?? `Try "${words[0]}".`,
    );
    return false;
  }

  #arithmetic(node: ASTNode, operator: Arithmetic): Judged | null {
    const [left, right] = node.args as readonly [ASTNode, ASTNode];
    const one = this.#expect(left, 'double');
    const other = this.#expect(right, 'double');
    if (!one || !other) return null;
    return {
      type: 'double',
      range: combine(operator, one.range ?? anything, other.range ?? anything),
      evaluate: (reading, saw) => {
        const a = one.evaluate(reading, saw);
        const b = other.evaluate(reading, saw);
        return onNumber(a, (x) => onNumber(b, (y) => calculate(operator, x, y)));
      },
    };
  }

  #expect(node: ASTNode, type: SignalType): Judged | null {
    const judged = this.judge(node);
    if (judged === null || judged.type === type) return judged;
    return this.#refuse(
      node,
      'EXPRESSION_TYPE',
      `Expected a ${kinds[type]}; got a ${kinds[judged.type]}.`,
      type === 'bool' ? 'Compare it with something: cpu_load > 0.7.' : 'Try a signal or a number.',
    );
  }

  #refuse(node: ASTNode, code: string, message: string, hint: string): null {
    this.faults.push({ code, message, hint, offset: this.#written(node.start) });
    return null;
  }
}

const numbersHint = 'Compare a signal with a number.';

/** A length of time, or a share, where a plain number is meant. */
function hintOf(one: Judged, other: Judged): string | undefined {
  const text = [one, other].find(({ literal }) => typeof literal === 'string')?.literal;
  const length = typeof text === 'string' ? parseDuration(text, 'zero-allowed') : null;
  if (!length?.ok) return undefined;
  const isSeconds = [one, other].some(({ name }) => name?.endsWith('_s'));
  return `Figures have no unit: try ${isSeconds ? length.value / 1_000 : length.value}.`;
}

function operationText(op: string): string {
  const words: Readonly<Record<string, string>> = {
    '[]': 'an index',
    list: 'a list',
    map: 'a map',
  };
  return Object.hasOwn(words, op) ? String(words[op]) : `"${op}"`;
}

const kinds: Readonly<Record<SignalType, string>> = {
  double: 'number',
  bool: 'condition',
  string: 'text',
};

function boundsIn(operator: Comparison, one: Judged, other: Judged): readonly Bound[] {
  if (one.name !== undefined && typeof other.literal === 'number') {
    return [{ name: one.name, operator, value: other.literal }];
  }
  if (other.name !== undefined && typeof one.literal === 'number') {
    return [{ name: other.name, operator: mirrored[operator], value: one.literal }];
  }
  return [];
}

function isOf<Word extends string>(words: readonly Word[], word: string): word is Word {
  return (words as readonly string[]).includes(word);
}
