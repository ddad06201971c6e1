/**
 * Goal: an effect is proved by what was delivered, over a span that lies after the change, and
 * what does not come in time is told as not proved.
 * Method: hand-made measurements.
 */
import { expect, test } from 'vitest';
import {
  type Awaited,
  deliveredBy,
  effectOf,
} from '../../../../machines/timeline/constraint/effect.ts';

const applied: Awaited = { to: 'applied', changedMs: 1_000, deadlineMs: 2_250, before: 75 };
const at = (atMs: number, delivered: number, asked = 25) => ({
  clipId: 'spike',
  atMs,
  asked,
  delivered,
});

test('a measurement that began before the change proves nothing yet', () => {
  expect(effectOf(applied, [at(1_400, 25)], 1_400)).toBeNull();
});

test('lowered in time', () => {
  const effect = effectOf(applied, [at(1_600, 26)], 1_620);
  expect(effect).toEqual({ before: 75, after: 26, asked: 25, proved: true, afterMs: 620 });
});

test('not lowered: waited for until the deadline, then told', () => {
  expect(effectOf(applied, [at(1_600, 70)], 1_600)).toBeNull();
  expect(effectOf(applied, [at(2_200, 70)], 2_260)).toMatchObject({ proved: false, after: 70 });
  expect(effectOf(applied, [at(900, 75, 75)], 2_260)).toMatchObject({ proved: false });
});

test('restored, by all events together', () => {
  const released: Awaited = { ...applied, to: 'released', before: 50 };
  const both = (each: number) => [at(1_700, each, 75), at(1_700, each, 75)];
  expect(deliveredBy(both(70))).toBe(140);
  expect(effectOf(released, both(70), 1_750)).toMatchObject({ proved: true, asked: 150 });
  expect(effectOf(released, both(40), 2_300)).toMatchObject({ proved: false, after: 80 });
});
