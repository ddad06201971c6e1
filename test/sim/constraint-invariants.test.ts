/**
 * Goal: invariants 57 and 58. While a rule is in force no event exceeds its cap, nor their sum; an
 * axis changes at most once in two ticks; the intensity returns afterwards; nothing is left.
 * Method: whole runs on the simulated host with random events and waves of pressure; a judge that
 * reads the log alone.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import type { PlannedRule } from '../../machines/timeline/constraint/constraint.ts';
import { loadExpressions } from '../../machines/timeline/expression/load.ts';
import { scriptedTarget } from '../../runtime/host/simulated-program.ts';
import { play } from './simulate.ts';
import { drumFaults } from './timelines/drum-oracle.ts';
import { ruleFaults } from './timelines/giving-way.ts';
import { History } from './timelines/history.ts';

await loadExpressions();

/** Two ticks of the cadence. */
const twoTicksMs = 1_000;
const rule: PlannedRule = {
  axis: 'cpu',
  when: 'memory_pressure > 0.8',
  holdMs: 0,
  action: { do: 'pause' },
  cap: 25,
};

test('invariants 57 and 58: caps are kept, changes are rare, intensity returns', async () => {
  const waves = fc.array(
    fc.record({ ms: fc.integer({ min: 500, max: 4_000 }), up: fc.boolean() }),
    {
      minLength: 3,
      maxLength: 10,
    },
  );
  const events = fc.array(
    fc.record({
      at: fc.integer({ min: 0, max: 15_000 }),
      for: fc.integer({ min: 1_000, max: 15_000 }),
      intensity: fc.constantFrom('light', 'medium', 'heavy', 'extreme'),
    }),
    { minLength: 1, maxLength: 4 },
  );
  const action = fc.constantFrom<PlannedRule['action']>(
    { do: 'intensity', level: 'light' },
    { do: 'cap', level: 'light' },
    { do: 'pause' },
  );
  await fc.assert(
    fc.asyncProperty(waves, events, action, fc.integer(), async (wave, chosen, does, seed) => {
      const acting = { ...rule, action: does, cap: does.do === 'pause' ? 0 : 25 };
      const played = await play({
        seed: Math.abs(seed),
        score: chosen.map((one, index) => ({ ...one, id: `e${index}`, axis: 'cpu' as const })),
        durationMs: 40_000,
        target: scriptedTarget({}),
        constraints: { bottleneck: 'memory', rules: [acting] },
        pressure: waveOf(wave),
      });
      judgeRun(played.events, acting);
      expect(played.host.processes.alive()).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

function waveOf(wave: readonly { readonly ms: number; readonly up: boolean }[]) {
  return (atMs: number): { memory?: number } => {
    let from = 1_000;
    for (const { ms, up } of wave) {
      if (atMs >= from && atMs < from + ms) return up ? { memory: 1 } : {};
      from += ms;
    }
    return {};
  };
}

/** Reads the log alone, and knows nothing of how it came about. */
function judgeRun(events: readonly Envelope[], { action, cap }: PlannedRule): void {
  const plan = new Map<string, number>();
  const asked = new Map<string, number>();
  let held = false;
  let changedMs = Number.NEGATIVE_INFINITY;
  for (const { type, payload } of events) {
    const id = String(payload.clipId);
    const atMs = Number(payload.atMs);
    if (type === 'clip.scheduled') plan.set(id, Number(payload.to));
    if (type === 'stressor.measured') asked.set(id, Number(payload.asked));
    if (/^clip\.(stopped|skipped|failed)$/.test(type)) asked.delete(id);
    if (type === 'constraint.rule.applied' || type === 'constraint.rule.released') {
      held = type === 'constraint.rule.applied';
      expect(atMs - changedMs).toBeGreaterThanOrEqual(twoTicksMs);
      changedMs = atMs;
    }
    if (type !== 'stressor.measured') continue;
    const now = asked.get(id) ?? 0;
    expect(now).toBeLessThanOrEqual((plan.get(id) ?? 0) + 1e-9);
    if (held && atMs - changedMs >= twoTicksMs) {
      const sum = [...asked.values()].reduce((total, each) => total + each, 0);
      expect(action.do === 'cap' ? sum : now).toBeLessThanOrEqual(cap + 1e-9);
    }
    if (!held && atMs - changedMs >= twoTicksMs) expect(now).toBeCloseTo(plan.get(id) ?? 0);
  }
}

test('the samples of a log decide again what they decided then, bit for bit', async () => {
  const held = { ...rule, holdMs: 700, when: 'avg(memory_pressure, 2s) > 0.4 && cpu_load < 0.9' };
  const wave = [3_000, 4_500, 2_000, 5_000].map((ms, index) => ({ ms, up: index % 2 === 0 }));
  const { events } = await play({
    score: [{ id: 'burn', axis: 'cpu', at: 0, for: 20_000, intensity: 'heavy' }],
    target: scriptedTarget({}),
    constraints: { bottleneck: 'auto', rules: [held] },
    pressure: waveOf(wave),
  });
  const changes = events.filter(({ type }) => /^constraint\.rule\.(applied|released)$/.test(type));
  expect(changes.length).toBeGreaterThan(1);
  const history = new History(events);
  expect([...ruleFaults(asModel, history), ...drumFaults(asModel, history)]).toEqual([]);
});

/** The same rule for those who judge it by the log alone. */
const asModel: Parameters<typeof ruleFaults>[0] = {
  bottleneck: 'auto',
  rules: [
    {
      ...{ axis: 'cpu', holdMs: 700, until: null, action: 'pause' },
      when: {
        is: 'and',
        of: [
          {
            ...{ is: 'compare', op: '>', bound: 0.4 },
            left: { is: 'window', fn: 'avg', name: 'memory_pressure', ms: 2_000 },
          },
          { is: 'compare', left: { is: 'signal', name: 'cpu_load' }, op: '<', bound: 0.9 },
        ],
      },
    },
  ],
};
