/**
 * What operators do to figures, and to what is unknown: what is false stays false and what is true
 * stays true, whatever the rest would be.
 *
 * @spec timeline phase 2
 */
import type { Outcome, Value } from './expression.ts';
import type { Arithmetic, Comparison } from './ranges.ts';

/** The same comparison, read from the right. */
export const mirrored: Readonly<Record<Comparison, Comparison>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '==': '==',
  '!=': '!=',
};

/** What holds when the comparison does not. */
export const negated: Readonly<Record<Comparison, Comparison>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};

export function holds(operator: Comparison, a: Value, b: Value): boolean {
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '==':
      return a === b;
    case '!=':
      return a !== b;
  }
}

/** What is no figure, such as 0 of 0, is unknown. */
export function calculate(operator: Arithmetic, a: number, b: number): number | null {
  const result = figure(operator, a, b);
  return Number.isFinite(result) ? result : null;
}

function figure(operator: Arithmetic, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
  }
}

export function and(a: Outcome, b: Outcome): boolean | null {
  if (a === false || b === false) return false;
  return a === null || b === null ? null : true;
}

export function or(a: Outcome, b: Outcome): boolean | null {
  if (a === true || b === true) return true;
  return a === null || b === null ? null : false;
}

export function not(value: Outcome): boolean | null {
  return value === null ? null : value !== true;
}

export function onNumber<Result>(
  value: Outcome,
  then: (value: number) => Result | null,
): Result | null {
  return typeof value === 'number' ? then(value) : null;
}
