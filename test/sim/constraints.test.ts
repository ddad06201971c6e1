/**
 * Goal: a whole run finds its constraint, says each of the five steps, and reports the evidence.
 * Method: runs on the simulated host, whose pressure is played.
 */
import { expect, test } from 'vitest';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { Constraints, PlannedRule } from '../../machines/timeline/constraint/constraint.ts';
import { loadExpressions } from '../../machines/timeline/expression/load.ts';
import { scriptedTarget } from '../../runtime/host/simulated-program.ts';
import { play, type Score } from './simulate.ts';

await loadExpressions();

const score = [{ id: 'spike', axis: 'cpu', at: 0, for: 20_000, intensity: 'heavy' }] as const;

function told(events: readonly Envelope[], type: string): readonly Envelope['payload'][] {
  return events.filter((event) => event.type === type).map(({ payload }) => payload);
}

test('auto names memory while it is short, then nothing, then the disk', async () => {
  const { events, report } = await play({
    score,
    target: scriptedTarget({}),
    constraints: { bottleneck: 'auto', rules: [] },
    pressure: (ms) =>
      ms < 3_000 ? {} : ms < 9_000 ? { memory: 0.5, io: 0.6 } : ms < 14_000 ? {} : { io: 0.7 },
  });
  expect(told(events, 'constraint.identified').map(({ bottleneck }) => bottleneck)).toEqual([
    'memory',
    null,
    'disk',
  ]);
  expect(told(events, 'constraint.step.changed').map(({ step }) => step)).toEqual([
    'exploit',
    'repeat',
    'identify',
    'exploit',
  ]);
  const { constraint } = report.ambush;
  expect(constraint).toMatchObject({ bottleneck: 'disk', how: 'auto', source: 'host', rules: [] });
  expect(constraint?.named.map(({ bottleneck }) => bottleneck)).toEqual(['memory', null, 'disk']);
  expect(constraint?.drum.length).toBeGreaterThan(30);
  expect(Math.max(...(constraint?.drum ?? []).map(({ memory }) => memory ?? 0))).toBeCloseTo(0.5);
});

test('a bottleneck that is given is named at the first tick', async () => {
  const { events, report } = await play({
    score,
    target: scriptedTarget({}),
    constraints: { bottleneck: 'network', rules: [] },
  });
  expect(told(events, 'constraint.identified')).toMatchObject([
    { bottleneck: 'network', how: 'given' },
  ]);
  expect(told(events, 'constraint.step.changed').map(({ step }) => step)).toEqual(['exploit']);
  expect(report.ambush.constraint).toMatchObject({ bottleneck: 'network', how: 'given' });
});

test('a timeline without constraints says nothing of them', async () => {
  const { events, report } = await play({ score, target: scriptedTarget({}) });
  expect(events.filter(({ type }) => type.startsWith('constraint.'))).toEqual([]);
  expect(report.ambush).not.toHaveProperty('constraint');
});

const throttled: PlannedRule = {
  axis: 'cpu',
  when: 'memory_pressure > 0.8',
  holdMs: 0,
  action: { do: 'intensity', level: 'light' },
  cap: 25,
};
const memory = (rule: PlannedRule): Constraints<PlannedRule> => ({
  bottleneck: 'memory',
  rules: [rule],
});
const shortage = (ms: number) => (ms >= 6_000 && ms < 9_000 ? { memory: 0.9 } : {});
const of = (events: readonly Envelope[], pattern: RegExp) =>
  events.filter(({ type }) => pattern.test(type));

test("the seed's rule: cpu gives way while memory is short, with proof, and is let go", async () => {
  const { events, report } = await play({
    score,
    target: scriptedTarget({}),
    constraints: memory(throttled),
    pressure: shortage,
  });
  const steps = told(events, 'constraint.step.changed').map(({ step }) => step);
  expect(steps).toEqual(['exploit', 'subordinate', 'exploit']);
  expect(told(events, 'clip.adjust.requested')).toMatchObject([{ cap: 25 }, { from: 75 }]);
  expect(told(events, 'clip.adjusted').map(({ asked }) => asked)).toEqual([25, 75]);
  expect(report.ambush.constraint?.effects).toMatchObject([
    { axis: 'cpu', change: 'applied', before: 75, after: 25, proved: true },
    { axis: 'cpu', change: 'released', before: 25, after: 75, proved: true },
  ]);
  for (const { after_ms } of report.ambush.constraint?.effects ?? []) {
    expect(after_ms).toBeLessThanOrEqual(1_000);
  }
  expect(report.ambush.constraint?.rules[0]?.applied).toMatchObject([
    { saw: { memory_pressure: expect.any(Number) } },
  ]);
  expect(report.ambush.events[0]?.dose?.asked).toBeLessThan(74);
  // What was lowered and what it was confirmed by is of one story: the sample was the cause.
  const adjusted = of(events, /^clip\.adjusted$/)[0];
  const asked = events.find(({ eventId }) => eventId === adjusted?.causationId);
  const applied = events.find(({ eventId }) => eventId === asked?.causationId);
  const sample = events.find(({ eventId }) => eventId === applied?.causationId);
  expect([asked?.type, applied?.type, sample?.type]).toEqual([
    'clip.adjust.requested',
    'constraint.rule.applied',
    'sample.taken',
  ]);
});

test('a dose that does not follow is told as not proved', async () => {
  const { report } = await play({
    score,
    target: scriptedTarget({}),
    constraints: memory(throttled),
    pressure: shortage,
    stress: () => ({ delivers: 2 }),
  });
  expect(report.ambush.constraint?.effects).toMatchObject([
    { change: 'applied', proved: false },
    { change: 'released', proved: true },
  ]);
  expect(report.ambush.run.reasons.join()).toContain('cpu');
  expect(report.ambush.run.verdict).toBe('inconclusive');
});

test('a stressor that never hears of the change proves nothing, however content with itself', async () => {
  const { report } = await play({
    score,
    target: scriptedTarget({}),
    constraints: memory(throttled),
    pressure: shortage,
    stress: () => ({ ignoresAdjust: true }),
  });
  expect(report.ambush.constraint?.effects).toMatchObject([
    { change: 'applied', before: 75, after: 75, asked: 25, proved: false },
    { change: 'released', before: 75, after: 75, asked: 75, proved: true },
  ]);
  expect(report.ambush.run.verdict).toBe('inconclusive');
  expect(report.ambush.run.reasons).toContainEqual(
    expect.stringMatching(
      /^cpu did not give way .*: it delivered 75 % where 25 % was left to it\.$/,
    ),
  );
});

test('pause asks nothing and goes on; stop ends the event', async () => {
  const paused = await play({
    score,
    target: scriptedTarget({}),
    constraints: memory({ ...throttled, action: { do: 'pause' }, cap: 0 }),
    pressure: shortage,
  });
  expect(told(paused.events, 'clip.adjusted').map(({ asked }) => asked)).toEqual([0, 75]);
  const stopped = await play({
    score,
    target: scriptedTarget({}),
    constraints: memory({ ...throttled, action: { do: 'stop' }, cap: 0 }),
    pressure: shortage,
  });
  expect(told(stopped.events, 'clip.stop.requested')).toMatchObject([
    { clipId: 'spike', rule: throttled.when },
  ]);
  // That it gave way is what the timeline asks for, and no reason to doubt.
  expect(stopped.report.ambush.events[0]).toMatchObject({
    ...{ state: 'done', whole: true, stopped_by: 'constraint' },
    reason: 'stopped by a constraint: memory_pressure > 0.8',
  });
  expect(stopped.report.ambush.run).toMatchObject({ verdict: 'pass', reasons: [] });
});

test('an event that a rule keeps from starting gave way too', async () => {
  const late: readonly Score[] = [
    { id: 'early', axis: 'disk', at: 0, for: 15_000 },
    { id: 'late', axis: 'cpu', at: 7_000, for: 5_000 },
  ];
  const { report } = await play({
    ...{ score: late, target: scriptedTarget({}), pressure: shortage },
    constraints: memory({ ...throttled, action: { do: 'stop' }, cap: 0 }),
  });
  expect(report.ambush.events[1]).toMatchObject({
    ...{ id: 'late', state: 'skipped', stopped_by: 'constraint' },
    reason: 'a constraint stopped it: memory_pressure > 0.8',
  });
  expect(report.ambush.run).toMatchObject({ verdict: 'pass', reasons: [] });
});

test('a rule of several keys applies while all of them hold, and sees all of them', async () => {
  const both = '(memory_pressure > 0.8) && (elapsed_s > 7)';
  const { events, report } = await play({
    score,
    target: scriptedTarget({}),
    constraints: memory({ ...throttled, when: both }),
    pressure: shortage,
  });
  const [applied] = told(events, 'constraint.rule.applied');
  expect(applied).toMatchObject({ saw: { elapsed_s: 7.5, memory_pressure: expect.any(Number) } });
  expect(applied?.atMs).toBe(7_500);
  expect(report.ambush.run.verdict).toBe('pass');
});

test('an event that starts while its axis gives way starts within the cap', async () => {
  const late: readonly Score[] = [
    ...score,
    { id: 'late', axis: 'cpu', at: 6_500, for: 5_000, intensity: 'extreme' },
  ];
  const { events } = await play({
    score: late,
    target: scriptedTarget({}),
    constraints: memory({ ...throttled, action: { do: 'cap', level: 'light' }, cap: 25 }),
    pressure: (ms) => (ms >= 3_000 && ms < 9_000 ? { memory: 1 } : {}),
  });
  const first = told(events, 'stressor.measured').find(({ clipId }) => clipId === 'late');
  expect(first?.asked).toBeCloseTo((25 * 100) / 175);
});

test('constraint that is not relieved is elevated', async () => {
  const { events } = await play({
    score,
    target: scriptedTarget({}),
    constraints: memory(throttled),
    pressure: (ms) => (ms >= 3_000 && ms < 15_000 ? { memory: 1 } : {}),
  });
  expect(told(events, 'constraint.step.changed').map(({ step }) => step)).toEqual([
    'exploit',
    'subordinate',
    'elevate',
    'repeat',
    'identify',
    'exploit',
  ]);
});

test('a rule on a signal that is not told never applies, and says so once', async () => {
  const { events, report } = await play({
    score,
    target: scriptedTarget({}),
    constraints: memory({ ...throttled, when: 'io_latency_ms > 1' }),
  });
  expect(told(events, 'constraint.rule.unavailable')).toMatchObject([
    { axis: 'cpu', saw: { io_latency_ms: null } },
  ]);
  expect(told(events, 'constraint.rule.applied')).toEqual([]);
  expect(report.ambush.constraint?.rules[0]?.unavailable).toBe(true);
});

test('a signal modulates an event, and only what matters is told', async () => {
  const { events, report } = await play({
    score: [
      {
        ...{ id: 'duck', axis: 'cpu', at: 0, for: 20_000 },
        intensity: {
          from: { percent: 80 },
          to: { percent: 20 },
          by: 'memory_pressure',
          between: [0, 1],
        },
      },
    ],
    target: scriptedTarget({}),
    pressure: (ms) => (ms >= 6_000 && ms < 9_000 ? { memory: 0.5 } : {}),
  });
  const asked = told(events, 'clip.adjusted').map((payload) => Number(payload.asked));
  expect(Math.min(...asked)).toBeCloseTo(50);
  expect(asked.at(-1)).toBe(80);
  expect(told(events, 'clip.adjust.requested').length).toBeLessThan(6);
  expect(report.ambush.events[0]).toMatchObject({
    intensity: { from: '80%', to: '20%', by: 'memory_pressure', between: [0, 1] },
  });
});

test('a side-chain whose signal is not told stays as it is, and says so once', async () => {
  const { events } = await play({
    score: [
      {
        ...{ id: 'duck', axis: 'cpu', at: 0, for: 5_000 },
        intensity: { from: 'heavy', to: 'light', by: 'io_latency_ms', between: [0, 50] },
      },
    ],
    target: scriptedTarget({}),
  });
  expect(told(events, 'clip.modulation.unavailable')).toMatchObject([{ by: 'io_latency_ms' }]);
  expect(told(events, 'clip.adjust.requested')).toEqual([]);
});

test('the rule of the bottleneck itself is not waited for', async () => {
  const { events } = await play({
    score,
    target: scriptedTarget({}),
    constraints: { bottleneck: 'memory', rules: [throttled, { ...throttled, axis: 'memory' }] },
    pressure: (ms) => (ms >= 3_000 ? { memory: 0.9 } : {}),
  });
  expect(told(events, 'constraint.step.changed').at(-1)?.step).toBe('elevate');
});
