/**
 * Goal: what is called impossible is impossible.
 * Method: figures drawn from intervals; every operation on them lies in the interval of the operation.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  both,
  combine,
  compare,
  either,
  exactly,
  type Interval,
  negate,
  opposite,
} from '../../../../machines/timeline/expression/ranges.ts';
import { calculate, holds } from '../../../../machines/timeline/expression/semantics.ts';

const small = fc.integer({ min: -4, max: 4 });
const drawn = fc
  .tuple(small, fc.nat({ max: 5 }), fc.nat({ max: 5 }))
  .map(([lo, by, more]) => ({ range: { lo, hi: lo + by + more }, value: lo + by }));

/** What is no figure has no range that it could leave. */
const isIn = (value: number | null, { lo, hi }: Interval) =>
  value === null ? lo === Number.NEGATIVE_INFINITY : lo <= value && value <= hi;

it('an operation stays in its range', () => {
  fc.assert(
    fc.property(drawn, drawn, fc.constantFrom('+', '-', '*', '/'), (one, other, operator) => {
      const value = calculate(operator, one.value, other.value);
      expect(isIn(value, combine(operator, one.range, other.range))).toBe(true);
      expect(isIn(-one.value, negate(one.range))).toBe(true);
    }),
  );
});

it('a comparison that is called impossible or certain is so, and one of two fixed figures is decided', () => {
  const operators = fc.constantFrom('<', '<=', '>', '>=', '==', '!=');
  fc.assert(
    fc.property(drawn, drawn, operators, (one, other, operator) => {
      const truth = compare(operator, one.range, other.range);
      const value = holds(operator, one.value, other.value);
      expect(value ? truth.canHold : truth.canFail).toBe(true);
      const fixed = compare(operator, exactly(one.value), exactly(other.value));
      expect(fixed).toEqual({ canHold: value, canFail: !value });
    }),
  );
});

it('and, or and not go by their tables', () => {
  const [yes, no, open] = [
    { canHold: true, canFail: false },
    { canHold: false, canFail: true },
    { canHold: true, canFail: true },
  ];
  expect([both(yes, no), both(yes, yes), both(yes, open), both(no, open)]).toEqual([
    no,
    yes,
    open,
    no,
  ]);
  expect([either(yes, no), either(no, no), either(yes, open), either(no, open)]).toEqual([
    ...[yes, no, yes, open],
  ]);
  expect([opposite(yes), opposite(no), opposite(open)]).toEqual([no, yes, open]);
});
