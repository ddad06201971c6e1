/**
 * Goal: the constraint's part of the report is bounded, and says what was told.
 * Method: events by hand; a day of beats.
 */
import { expect, test } from 'vitest';
import type { AmbushEvent } from '../../../machines/kernel/events/registry.ts';
import { createConstraintRecord, drumRowsMax } from '../../../machines/report/constraint.ts';
import type { Plan } from '../../../machines/timeline/timeline.ts';

const rule = {
  axis: 'cpu',
  when: 'memory_pressure > 0.8',
  holdMs: 0,
  action: { do: 'pause' },
  cap: 0,
} as const;
const plan = { constraints: { bottleneck: 'memory', rules: [rule] } } as unknown as Plan;
const say = (type: string, payload: object): AmbushEvent =>
  ({ type, payload }) as unknown as AmbushEvent;
const beat = (atMs: number, memory: number | null) =>
  say('constraint.drum.sampled', {
    ...{ atMs, tick: atMs / 500, source: 'host', bottleneck: 'memory', step: 'exploit' },
    figures: { cpu: null, memory, disk: 0 },
  });

test('a plan without constraints has no part', () => {
  expect(createConstraintRecord().part({} as Plan)).toBeUndefined();
});

test('a rule has its spans, the last of them open', () => {
  const record = createConstraintRecord();
  const about = { axis: 'cpu', when: rule.when, action: 'pause', unit: 'percent', cap: 0 };
  const saw = { memory_pressure: 0.9 };
  record.take(say('constraint.rule.applied', { ...about, atMs: 1_000, saw }));
  record.take(say('constraint.rule.released', { ...about, atMs: 4_000, saw: {} }));
  record.take(say('constraint.rule.applied', { ...about, atMs: 9_000, saw }));
  const effect = { axis: 'cpu', change: 'applied', unit: 'percent', before: 75, after: 70 };
  const failed = { ...effect, asked: 0, atMs: 10_000, afterMs: 1_000, proved: false };
  record.take(say('constraint.effect.proved', failed));
  expect(record.part(plan)?.rules).toEqual([
    {
      axis: 'cpu',
      when: rule.when,
      action: 'pause',
      unavailable: false,
      applied: [
        { start_ms: 1_000, end_ms: 4_000, saw },
        { start_ms: 9_000, end_ms: null, saw },
      ],
    },
  ]);
  expect(record.part(plan)?.effects).toMatchObject([{ after_ms: 1_000, proved: false }]);
  expect(record.unproved()).toHaveLength(1);
});

test('what was found stays found when the pressure is over', () => {
  const record = createConstraintRecord();
  const told = { how: 'auto', source: 'host', figures: { cpu: 0, memory: 0.5, disk: 0 } };
  expect(record.part(plan)?.bottleneck).toBeNull();
  record.take(say('constraint.identified', { ...told, atMs: 2_500, bottleneck: 'memory' }));
  record.take(say('constraint.identified', { ...told, atMs: 22_000, bottleneck: null }));
  expect(record.part(plan)).toMatchObject({
    bottleneck: 'memory',
    named: [{ bottleneck: 'memory' }, { bottleneck: null }],
  });
});

test('a rule whose signal is not told says so', () => {
  const record = createConstraintRecord();
  record.take(say('constraint.rule.unavailable', { atMs: 1, axis: 'cpu', when: '', saw: {} }));
  expect(record.part(plan)?.rules[0]).toMatchObject({ unavailable: true, applied: [] });
  // Told later after all, the rule did apply.
  const about = { axis: 'cpu', when: rule.when, action: 'pause', unit: 'percent', cap: 0, saw: {} };
  record.take(say('constraint.rule.applied', { ...about, atMs: 1_000 }));
  expect(record.part(plan)?.rules[0]).toMatchObject({ unavailable: false });
});

test('beyond the limit of a report the last name, ends and what was not proved still count', () => {
  const record = createConstraintRecord();
  const about = { axis: 'cpu', when: rule.when, action: 'pause', unit: 'percent', cap: 0, saw: {} };
  const effect = {
    axis: 'cpu',
    change: 'applied',
    unit: 'percent',
    before: 75,
    after: 0,
    asked: 0,
  };
  const told = { how: 'auto', source: 'host', figures: { cpu: 0, memory: 0.5, disk: 0 } };
  for (let time = 0; time < 1_000; time += 1) {
    record.take(say('constraint.identified', { ...told, atMs: time, bottleneck: 'memory' }));
    record.take(say('constraint.rule.applied', { ...about, atMs: time }));
    const proved = { ...effect, atMs: time, afterMs: 500, proved: true };
    record.take(say('constraint.effect.proved', proved));
    if (time < 999) record.take(say('constraint.rule.released', { ...about, atMs: time }));
  }
  expect(record.part(plan)).not.toHaveProperty('not_kept');
  record.take(say('constraint.rule.released', { ...about, atMs: 5_000 }));
  record.take(say('constraint.rule.applied', { ...about, atMs: 6_000 }));
  record.take(say('constraint.identified', { ...told, atMs: 6_000, bottleneck: 'disk' }));
  const failed = { ...effect, atMs: 7_000, afterMs: 1_000, proved: false };
  record.take(say('constraint.effect.proved', failed));
  const part = record.part(plan);
  expect(record.unproved()).toHaveLength(1);
  expect(part).toMatchObject({ bottleneck: 'disk', not_kept: 3 });
  expect(part?.rules[0]?.applied).toHaveLength(1_000);
  expect(part?.rules[0]?.applied.at(-1)?.end_ms).toBe(5_000);
});

test('a day of beats is a few rows, and their means are those of the day', () => {
  const record = createConstraintRecord();
  const ticks = 24 * 7_200;
  for (let tick = 0; tick < ticks; tick += 1) {
    record.take(beat(tick * 500, tick < ticks / 2 ? 0 : 1));
  }
  const drum = record.part(plan)?.drum ?? [];
  expect(drum.length).toBeLessThanOrEqual(drumRowsMax + 1);
  expect(drum.length).toBeGreaterThan(drumRowsMax / 3);
  expect(drum[0]?.memory).toBe(0);
  expect(drum.at(-1)).toMatchObject({ at_ms: (ticks - 1) * 500, memory: 1, cpu: null, disk: 0 });
});
