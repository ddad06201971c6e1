/**
 * Goal: a whole run finds its constraint, says each of the five steps, and reports the evidence.
 * Method: runs on the simulated host, whose pressure is played.
 */
import { expect, test } from 'vitest';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { scriptedTarget } from '../../runtime/host/simulated-program.ts';
import { play } from './simulate.ts';

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
