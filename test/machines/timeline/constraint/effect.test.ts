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

const light = { action: { do: 'intensity', level: 'light' }, cap: 25 } as const;
const pause = { action: { do: 'pause' }, cap: 0 } as const;
const together = { action: { do: 'cap', level: { percent: 15 } }, cap: 15 } as const;
const about = { changedMs: 1_000, deadlineMs: 2_250 };
const applied: Awaited = { to: 'applied', rule: light, ...about, before: 75 };
const released: Awaited = { to: 'released', rule: light, ...about, before: 25 };
const at = (atMs: number, delivered: number, planned = 75) => ({
  clipId: 'spike',
  atMs,
  planned,
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
  expect(effectOf(applied, [at(900, 25)], 2_260)).toMatchObject({ proved: false });
});

test('what goes on as before is no effect, whatever the stressor believes', () => {
  expect(effectOf(applied, [at(2_200, 75)], 2_260)).toMatchObject({ proved: false, asked: 25 });
  expect(effectOf(released, [at(2_200, 25)], 2_260)).toMatchObject({ proved: false, asked: 75 });
  const paused: Awaited = { ...applied, rule: pause };
  expect(effectOf(paused, [at(2_200, 75)], 2_260)).toMatchObject({ proved: false, asked: 0 });
});

test('who was never measured has proved nothing', () => {
  expect(effectOf(applied, [], 1_700, false)).toBeNull();
  expect(effectOf(applied, [at(1_600, 20)], 2_260, false)).toMatchObject({ proved: false });
});

test('most of the way is not all of it', () => {
  const capped: Awaited = { ...applied, rule: together, before: 36.6 };
  expect(effectOf(capped, [at(2_200, 21.3)], 2_260)).toMatchObject({ proved: false, asked: 15 });
  expect(effectOf(capped, [at(2_200, 17)], 2_260)).toMatchObject({ proved: true });
});

test('a cap is for all events together, an intensity for each of them', () => {
  const both = [at(1_700, 20), at(1_700, 20)];
  const sum: Awaited = { ...applied, rule: together, before: 150 };
  expect(effectOf({ ...applied, before: 150 }, both, 1_750)).toMatchObject({
    asked: 50,
    proved: true,
  });
  expect(effectOf(sum, both, 2_260)).toMatchObject({ asked: 15, proved: false });
});

test('restored, by all events together', () => {
  const both = (each: number) => [at(1_700, each), at(1_700, each)];
  const back: Awaited = { ...released, before: 50 };
  expect(deliveredBy(both(70))).toBe(140);
  expect(effectOf(back, both(70), 1_750)).toMatchObject({ proved: true, asked: 150 });
  expect(effectOf(back, both(40), 2_300)).toMatchObject({ proved: false, after: 80 });
});
