/**
 * What an expression can be at all, from the ranges of its signals: plain interval arithmetic. It
 * proves that a condition never holds, or always does; what it cannot prove it leaves open.
 *
 * @spec timeline phase 2
 */

/** Figures that are possible; `lo > hi` when there are none. */
export interface Interval {
  readonly lo: number;
  readonly hi: number;
}

/** Whether it can be true, and whether it can be false. */
export interface Truth {
  readonly canHold: boolean;
  readonly canFail: boolean;
}

export const anything: Interval = { lo: Number.NEGATIVE_INFINITY, hi: Number.POSITIVE_INFINITY };
export const open: Truth = { canHold: true, canFail: true };

export function exactly(value: number): Interval {
  return { lo: value, hi: value };
}

export type Arithmetic = '+' | '-' | '*' | '/';

export function combine(operator: Arithmetic, one: Interval, other: Interval): Interval {
  switch (operator) {
    case '+':
      return sane(one.lo + other.lo, one.hi + other.hi);
    case '-':
      return sane(one.lo - other.hi, one.hi - other.lo);
    case '*':
      return corners(one, other, (a, b) => a * b);
    case '/':
      // Around zero a quotient may be anything.
      return other.lo <= 0 && other.hi >= 0 ? anything : corners(one, other, (a, b) => a / b);
  }
}

export function negate({ lo, hi }: Interval): Interval {
  return { lo: -hi, hi: -lo };
}

export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

export function compare(operator: Comparison, one: Interval, other: Interval): Truth {
  switch (operator) {
    case '<':
      return { canHold: one.lo < other.hi, canFail: one.hi >= other.lo };
    case '<=':
      return { canHold: one.lo <= other.hi, canFail: one.hi > other.lo };
    case '>':
      return compare('<', other, one);
    case '>=':
      return compare('<=', other, one);
    case '==': {
      const meets = one.lo <= other.hi && other.lo <= one.hi;
      const fixed = one.lo === one.hi && other.lo === other.hi && one.lo === other.lo;
      return { canHold: meets, canFail: !fixed };
    }
    case '!=':
      return opposite(compare('==', one, other));
  }
}

export function opposite({ canHold, canFail }: Truth): Truth {
  return { canHold: canFail, canFail: canHold };
}

export function both(one: Truth, other: Truth): Truth {
  return { canHold: one.canHold && other.canHold, canFail: one.canFail || other.canFail };
}

export function either(one: Truth, other: Truth): Truth {
  return opposite(both(opposite(one), opposite(other)));
}

function corners(one: Interval, other: Interval, of: (a: number, b: number) => number): Interval {
  const values = [one.lo, one.hi].flatMap((a) => [other.lo, other.hi].map((b) => of(a, b)));
  return sane(Math.min(...values), Math.max(...values));
}

/** Infinity less infinity says nothing. */
function sane(lo: number, hi: number): Interval {
  return {
    lo: Number.isNaN(lo) ? Number.NEGATIVE_INFINITY : lo,
    hi: Number.isNaN(hi) ? Number.POSITIVE_INFINITY : hi,
  };
}
