/**
 * Goal: what is decided at a tick depends on what was sampled and when, and not on how late the head
 * heard of it: a log that is read again decides the same.
 * Method: whole runs in virtual time whose hands answer late, each tick by another time; the same
 * timeline with hands that answer at once.
 */
import { expect, it } from 'vitest';
import { createLocalHands } from '../../actors/hands/local-hands.ts';
import { type ScriptedSignal, scriptSignals } from '../../actors/hands/scripted-signals.ts';
import { startRun } from '../../actors/system.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { planTimeline } from '../../machines/timeline/plan.ts';
import { createBus } from '../../runtime/bus/bus.ts';
import { rehearsedTarget } from '../../runtime/host/rehearsed-target.ts';
import { createSimulatedHost, simulatedStressor } from '../../runtime/host/simulated-host.ts';
import { doseTables } from '../../stressors/doses.ts';
import { simulatedStressorProgram } from '../../stressors/simulated.ts';
import { timelineOf } from '../machines/timeline/documents.ts';
import { lateHands } from './timelines/late-hands.ts';

const text = `program: ./p
duration: 12s
seed: 1
events:
  - { id: held, axis: cpu, for: 1s, start_when: { if: cpu_load > 0.9, hold: 1s } }
  - { id: missed, axis: cpu, for: 1s, start_when: { if: cpu_load < 0.1, by: 3s } }
  - { id: ended, axis: disk, at: 300ms, for: 9s, stop_when: { if: cpu_load > 0.9, hold: 2s } }
`;
const busy: ScriptedSignal = { name: 'cpu_load', value: 0.95, fromMs: 900, untilMs: 9_000 };

async function decisions(lags: readonly number[]) {
  const host = createSimulatedHost({
    seed: 1,
    programs: { [simulatedStressor]: simulatedStressorProgram(() => ({})) },
    target: rehearsedTarget([], undefined).program,
  });
  const plan = planTimeline(timelineOf(text), doseTables, host.sensors.facts(), '0'.repeat(64));
  const { clock, random } = host;
  const bus = createBus(clock);
  const events: Envelope[] = [];
  bus.on('*', (event) => events.push(event));
  const slow = lateHands(createLocalHands(host, { stressorsAhead: 0 }), clock, lags);
  const silent: ScriptedSignal = { name: 'cpu_load', value: 0.5, fromMs: 0, untilMs: 900 };
  let isDone = false;
  const hands = scriptSignals(slow, [silent, busy]);
  void startRun({ plan, hands, clock, random, bus }).done.then(() => {
    isDone = true;
  });
  await clock.run(60_000, () => isDone);
  const ticks = events.filter(({ type }) => type === 'sample.taken');
  const told = events.filter(({ type }) => type === 'condition.met' || type === 'condition.missed');
  return told.map(({ type, payload }) => {
    const at = ticks.find(({ payload: sample }) => sample.atMs === payload.atMs);
    return [type, payload.clipId, at?.payload.tick];
  });
}

it('holds and deadlines count from sample to sample, however late each is heard of', async () => {
  const atOnce = await decisions([0]);
  expect(atOnce).toEqual([
    ['condition.met', 'held', 4],
    ['condition.met', 'ended', 6],
    ['condition.missed', 'missed', 6],
  ]);
  // Heard of at 1.4 s and 2.0 s the load would have been high for 0.6 s only.
  expect(await decisions([0, 400, 100, 1])).toEqual(atOnce);
  // Heard of after the deadline, a sample from before it misses nothing.
  expect(await decisions([450])).toEqual(atOnce);
});
