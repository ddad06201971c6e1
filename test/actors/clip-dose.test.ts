/**
 * Goal: a dose is what plan or signal ask, cut at a cap; what a measurement is held against is what
 * they asked over its span, whatever the cap.
 * Method: events by hand, a ramp and a side-chain.
 */
import { expect, test } from 'vitest';
import { createClipDose } from '../../actors/clip-dose.ts';
import type { PlannedEvent } from '../../machines/timeline/timeline.ts';

const unit = 'percent';
const ramp = { durationMs: 10_000, dose: { unit, from: 0, to: 100 } } as PlannedEvent;
const chain = {
  ...{ durationMs: 10_000, dose: { unit, from: 90, to: 90 } },
  sideChain: { by: 'cpu_load', between: [0, 1], from: 10, to: 90 },
} as unknown as PlannedEvent;

test('a cap cuts the dose and is taken away again, and the plan stays what it was', () => {
  const dose = createClipDose(ramp);
  expect(dose.now()).toEqual({ unit, from: 0, to: 100 });
  expect([dose.limit(25), dose.limit(25)]).toEqual([true, false]);
  expect(dose.now()).toEqual({ unit, from: 0, to: 100, cap: 25 });
  expect(dose.planned(7_500, 8_500, 3_000)).toBeCloseTo(50);
  expect(dose.limit(null)).toBe(true);
  expect(dose.now()).not.toHaveProperty('cap');
});

test('before its start and after its end it is what it is there', () => {
  const dose = createClipDose(ramp);
  expect(dose.planned(0, 500, 3_000)).toBe(0);
  expect(dose.planned(13_000, 13_500, 3_000)).toBe(100);
});

test('a signal that asks more is measured against the least it asked over the span', () => {
  const dose = createClipDose(chain);
  expect(dose.now()).toMatchObject({ from: 10, to: 10 });
  expect([dose.modulate(0.5, 1_000), dose.modulate(null, 1_500)]).toEqual([true, false]);
  expect(dose.modulate(1, 2_000)).toBe(true);
  expect(dose.now()).toMatchObject({ from: 90, to: 90 });
  expect(dose.planned(1_600, 2_100, 0)).toBe(50);
  expect(dose.planned(2_500, 3_000, 0)).toBe(90);
  expect(createClipDose(ramp).modulate(1, 0)).toBe(false);
});
