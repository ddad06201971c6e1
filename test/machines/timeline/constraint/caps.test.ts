/**
 * Goal: what gives way stays within its cap, however many events share it, and is never raised.
 * Method: hand-worked cases, and properties over random events.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Dose, doseAt } from '../../../../machines/timeline/axis.ts';
import { capsOf } from '../../../../machines/timeline/constraint/caps.ts';
import type { Action, PlannedRule } from '../../../../machines/timeline/constraint/constraint.ts';

const ruleOf = (action: Action, cap: number): PlannedRule => ({
  axis: 'cpu',
  when: 'memory_pressure > 0.8',
  holdMs: 0,
  action,
  cap,
});
const dose = (from: number, to = from): Dose => ({ unit: 'percent', from, to });
const light = { level: 'light' } as const;

test('intensity is for each event, a cap for all together, pause and stop leave nothing', () => {
  const givers = [
    { id: 'one', dose: dose(75), isNear: true },
    { id: 'two', dose: dose(0, 25), isNear: true },
  ];
  const caps = (action: Action, cap: number) => [...capsOf(ruleOf(action, cap), givers).values()];
  expect(caps({ do: 'intensity', ...light }, 25)).toEqual([25, 25]);
  expect(caps({ do: 'cap', ...light }, 40)).toEqual([30, 10]);
  expect(caps({ do: 'pause' }, 0)).toEqual([0, 0]);
  expect([...capsOf(null, givers).values()]).toEqual([null, null]);
  const nothing = [{ id: 'none', dose: dose(0), isNear: true }];
  expect([...capsOf(ruleOf({ do: 'cap', ...light }, 40), nothing).values()]).toEqual([0]);
});

test('who starts later takes nothing from those who run', () => {
  const later = { id: 'two', dose: dose(75), isNear: false };
  const caps = capsOf(ruleOf({ do: 'cap', ...light }, 40), [
    { id: 'one', dose: dose(75), isNear: true },
    later,
    { ...later, id: 'three', dose: dose(25) },
  ]);
  expect(Object.fromEntries(caps)).toEqual({ one: 40, two: 20, three: 10 });
});

test('at no moment is the sum above the cap, or an event above its plan', () => {
  const share = fc.integer({ min: 0, max: 100 });
  const curve = fc.constantFrom(
    undefined,
    { shape: 'sine', cycles: 3 } as const,
    { shape: 'pulse', cycles: 2, width: 0.3 } as const,
  );
  const giver = fc.tuple(share, share, curve).map(([from, to, course]) => ({
    ...dose(from, to),
    ...(course === undefined ? {} : { curve: course }),
  }));
  fc.assert(
    fc.property(fc.array(giver, { minLength: 1, maxLength: 6 }), share, share, (doses, cap, at) => {
      const givers = doses.map((each, index) => ({
        ...{ id: String(index), dose: each, isNear: true },
      }));
      const caps = capsOf(ruleOf({ do: 'cap', ...light }, cap), givers);
      const asked = givers.map(({ id, dose: plan }) => {
        const left = caps.get(id) ?? Number.POSITIVE_INFINITY;
        const now = doseAt({ ...plan, cap: left }, at / 100);
        expect(now).toBeLessThanOrEqual(doseAt(plan, at / 100));
        return now;
      });
      expect(asked.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(cap + 1e-9);
    }),
  );
});
