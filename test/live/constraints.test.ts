/**
 * Goal: on the real host the seed's rule lowers the delivered dose within two ticks, and restores
 * it; a program that burns a core is found to be bound by it; and what was recorded of a run leads to
 * the same changes and the same drum again, bit for bit.
 * Method: real stressors and the whole of a run. The figure of memory pressure is written into the
 * samples, because nothing may bring this machine to 80 % of it; what is measured is the cpu.
 */
import { expect, test } from 'vitest';
import { scriptSignals } from '../../actors/hands/scripted-signals.ts';
import { startRun } from '../../actors/system.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { planTimeline } from '../../machines/timeline/plan.ts';
import { createBus } from '../../runtime/bus/bus.ts';
import { doseTables } from '../../stressors/doses.ts';
import { timelineOf } from '../machines/timeline/documents.ts';
import { drumFaults } from '../sim/timelines/drum-oracle.ts';
import { ruleFaults } from '../sim/timelines/giving-way.ts';
import { History } from '../sim/timelines/history.ts';
import type { ModelRule } from '../sim/timelines/model.ts';
import { openStage } from './hands/stage.ts';

const cadenceMs = 500;

async function run(text: string, script: Parameters<typeof scriptSignals>[1] = []) {
  const { host, hands } = await openStage(1);
  const plan = planTimeline(timelineOf(text), doseTables, host.sensors.facts(), '0'.repeat(64));
  const bus = createBus(host.clock);
  const events: Envelope[] = [];
  bus.on('*', (event) => events.push(event));
  const { clock, random } = host;
  await startRun({ plan, hands: scriptSignals(hands, script), clock, random, bus }).done;
  return events;
}

const told = (events: readonly Envelope[], type: string) =>
  events.filter((event) => event.type === type).map(({ payload }) => payload);

const gives: ModelRule = {
  ...{ axis: 'cpu', holdMs: 0, until: null, action: { intensity: '5%' } },
  when: { is: 'compare', left: { is: 'signal', name: 'memory_pressure' }, op: '>', bound: 0.8 },
};

test("the seed's rule lowers the delivered cpu dose within two ticks, and restores it", async () => {
  const events = await run(
    `program: { command: ${process.execPath}, args: ["-e", "setInterval(() => {}, 1000)"] }
duration: 7s
target: { priority: normal }
events: [{ id: burn, axis: cpu, at: 0s, for: 7s, intensity: 20% }]
constraints:
  bottleneck: memory
  subordinate:
    cpu:
      if: { memory_pressure > 0.8 }
      action: { intensity: 5% }
`,
    [
      { name: 'memory_pressure', value: 0, fromMs: 0, untilMs: 2_000 },
      { name: 'memory_pressure', value: 0.9, fromMs: 2_000, untilMs: 4_000 },
      { name: 'memory_pressure', value: 0, fromMs: 4_000, untilMs: Number.POSITIVE_INFINITY },
    ],
  );
  const [applied] = told(events, 'constraint.rule.applied');
  const [released] = told(events, 'constraint.rule.released');
  expect(applied).toMatchObject({ axis: 'cpu', cap: 5, saw: { memory_pressure: 0.9 } });
  const effects = told(events, 'constraint.effect.proved');
  expect(effects.map(({ change, proved }) => [change, proved])).toEqual([
    ['applied', true],
    ['released', true],
  ]);
  expect(Number(effects[0]?.after)).toBeLessThan(Number(effects[0]?.before) / 2);
  expect(Number(effects[1]?.after)).toBeGreaterThan(2 * Number(effects[1]?.before));
  for (const { afterMs } of effects) {
    expect(Number(afterMs)).toBeLessThanOrEqual(2 * cadenceMs + 250);
  }
  // What was delivered meanwhile, from the stressor's own measurements.
  const within = told(events, 'stressor.measured').filter(
    ({ atMs }) =>
      Number(atMs) > Number(applied?.atMs) + cadenceMs && Number(atMs) < Number(released?.atMs),
  );
  expect(within.length).toBeGreaterThan(0);
  for (const { delivered } of within) expect(Number(delivered)).toBeLessThan(10);
  const ruled = { bottleneck: 'memory', rules: [gives] } as const;
  const history = new History(events);
  expect([...ruleFaults(ruled, history), ...drumFaults(ruled, history)]).toEqual([]);
});

test('a program that burns a core is bound by it', async () => {
  const events = await run(`program: { command: ${process.execPath}, args: ["-e", "for (;;);"] }
duration: 4s
target: { priority: normal, stop: { grace: 0 } }
events: [{ axis: network, at: 0s, for: 4s, intensity: light }]
constraints: { bottleneck: auto }
`);
  expect(told(events, 'constraint.identified')).toMatchObject([{ bottleneck: 'cpu', how: 'auto' }]);
  expect([...drumFaults({ bottleneck: 'auto' }, new History(events))]).toEqual([]);
});
