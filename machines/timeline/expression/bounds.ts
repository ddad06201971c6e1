/**
 * Comparisons that must hold together and cannot: `crashes > 3 and crashes < 2`.
 *
 * @spec timeline phase 2
 */
import type { Bound } from './judged.ts';
import { anything, type Interval } from './ranges.ts';
import type { SignalDeclaration } from './signals.ts';

export function boundsOf(signal: SignalDeclaration | undefined): Interval {
  return { lo: signal?.min ?? anything.lo, hi: signal?.max ?? anything.hi };
}

/** Whether no figure of some name can keep all of them. */
export function contradicts(
  together: readonly Bound[],
  rangeOf: (name: string) => Interval,
): boolean {
  const names = new Set(together.map(({ name }) => name));
  return [...names].some((name) => {
    const own = together.filter((bound) => bound.name === name);
    return isEmpty(own, rangeOf(name));
  });
}

function isEmpty(bounds: readonly Bound[], { lo, hi }: Interval): boolean {
  let least = { at: lo, open: false };
  let most = { at: hi, open: false };
  for (const { operator, value } of bounds) {
    if (operator === '>' || operator === '>=' || operator === '==') {
      const open = operator === '>';
      if (value > least.at || (value === least.at && open)) least = { at: value, open };
    }
    if (operator === '<' || operator === '<=' || operator === '==') {
      const open = operator === '<';
      if (value < most.at || (value === most.at && open)) most = { at: value, open };
    }
  }
  const isExcluded = bounds.some(({ operator, value }) => operator === '!=' && value === least.at);
  return least.at > most.at || (least.at === most.at && (least.open || most.open || isExcluded));
}
