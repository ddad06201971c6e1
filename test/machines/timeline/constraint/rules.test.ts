/**
 * Goal: invariant 57. An axis gives way when its rule says so, changes at most once in two ticks,
 * and is let go afterwards.
 * Method: hand-worked ticks, then random readings against what must hold of any fold.
 */
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Axis } from '../../../../machines/timeline/axis.ts';
import type { Rule } from '../../../../machines/timeline/constraint/constraint.ts';
import {
  judgeRules,
  type RuleChange,
  type RuleReading,
  type RuleStates,
} from '../../../../machines/timeline/constraint/rules.ts';

const rule: Rule = {
  axis: 'cpu',
  when: 'memory_pressure > 0.8',
  holdMs: 0,
  action: { do: 'pause' },
};
type Said = Pick<RuleReading, 'when' | 'until'>;

/** `+` where it was applied, `-` where it was released, `.` elsewhere, one sign a tick. */
function play(rules: readonly Rule[], readings: readonly Said[], spared: Axis | null = null) {
  let states: RuleStates = {};
  return readings
    .map((reading, tick) => {
      const said = rules.map(({ axis }) => ({ axis, ...reading }));
      const judged = judgeRules(rules, states, { tick, atMs: tick * 500, spared }, said);
      states = judged.states;
      return signOf(judged.changes);
    })
    .join('');
}

function signOf(changes: readonly RuleChange[]): string {
  return changes.map(({ to }) => (to === 'applied' ? '+' : '-')).join('') || '.';
}

/** `1` holds, `0` does not, `?` is not told. */
const whens = (text: string): readonly Said[] =>
  [...text].map((sign) => ({ when: sign === '?' ? null : sign === '1', until: null }));

test.each([
  ['applied at once, released after two ticks', '0111000', '.+...-.'],
  ['one tick without it does not release', '11010101', '+.......'],
  ['a flicker changes nothing twice within two ticks', '1001001', '+.-...+'],
  ['what is not told does not apply, and does not hold on', '??1??', '..+.-'],
])('%s', (_name, readings, expected) => {
  expect(play([rule], whens(readings))).toBe(expected);
});

test('a hold is waited for, without a break', () => {
  expect(play([{ ...rule, holdMs: 1_000 }], whens('110111100'))).toBe('.....+..-');
});

test('with `until` it is let go by that alone', () => {
  const until = (text: string): readonly Said[] =>
    [...text].map((sign, tick) => ({ when: tick === 0, until: sign === '1' }));
  expect(play([{ ...rule, until: 'memory_pressure < 0.6' }], until('0000110'))).toBe('+....-.');
});

test('the bottleneck itself never gives way, and is let go when it becomes one', () => {
  expect(play([rule], whens('1111'), 'cpu')).toBe('....');
  const states = judgeRules([rule], {}, { tick: 0, atMs: 0, spared: null }, [
    { axis: 'cpu', when: true, until: null },
  ]).states;
  expect(states.cpu?.isHeld).toBe(true);
  let next = states;
  const changes: RuleChange[] = [];
  for (const tick of [1, 2]) {
    const judged = judgeRules([rule], next, { tick, atMs: tick * 500, spared: 'cpu' }, [
      { axis: 'cpu', when: true, until: null },
    ]);
    next = judged.states;
    changes.push(...judged.changes);
  }
  expect(changes).toEqual([{ axis: 'cpu', to: 'released' }]);
});

describe('any readings', () => {
  const reading = fc.record({
    when: fc.constantFrom(true, true, false, null),
    until: fc.constantFrom(true, false, null),
  });
  const anyRule = fc.record({
    holdMs: fc.constantFrom(0, 500, 2_000),
    until: fc.constantFrom(undefined, 'x < 1'),
  });

  it('change an axis at most once in two ticks, in turns, and end in release', () => {
    fc.assert(
      fc.property(
        anyRule,
        fc.array(reading, { minLength: 1, maxLength: 60 }),
        ({ holdMs, until }, readings) => {
          const one = { ...rule, holdMs, ...(until === undefined ? {} : { until }) };
          const calm = { when: false, until: true };
          const told = play([one], [...readings, calm, calm, calm, calm]);
          const changes = [...told.matchAll(/[+-]/g)];
          for (const [index, change] of changes.entries()) {
            expect(change[0]).toBe(index % 2 === 0 ? '+' : '-');
            const before = changes[index - 1];
            if (before !== undefined) expect(change.index - before.index).toBeGreaterThanOrEqual(2);
          }
          expect(changes.length % 2).toBe(0);
        },
      ),
    );
  });

  it('apply no rule before it held for as long as it must', () => {
    fc.assert(
      fc.property(
        fc.array(reading, { minLength: 1, maxLength: 40 }),
        fc.constantFrom(1, 3),
        (readings, ticks) => {
          const told = play([{ ...rule, holdMs: ticks * 500 }], readings);
          for (const { index } of told.matchAll(/\+/g)) {
            const held = readings.slice(index - ticks, index + 1);
            expect(held).toHaveLength(ticks + 1);
            expect(held.every(({ when }) => when === true)).toBe(true);
          }
        },
      ),
    );
  });
});
