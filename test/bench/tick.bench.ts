/**
 * One tick of the judge with 100 events that wait, and 100 that play and may be stopped, beside the
 * same conditions written by hand as one function. Who holds is compared, so that neither can leave
 * work out.
 */
import { createSight, type Sampled } from '../../actors/sight.ts';
import { Judge } from '../../machines/timeline/condition/judge.ts';
import { loadExpressions } from '../../machines/timeline/expression/load.ts';
import { planTimeline } from '../../machines/timeline/plan.ts';
import { simulatedFacts as facts } from '../../runtime/host/simulated-host.ts';
import { doseTables } from '../../stressors/doses.ts';
import { timelineOf } from '../machines/timeline/documents.ts';
import { type Bench, median } from './bench.ts';

const events = 100;
const ticks = 400;
const cadenceMs = 500;
const aimMs = 1;

/** Never quite true, so that all of them go on waiting and playing. */
function timeline(): string {
  const lines = Array.from({ length: events }, (_, at) => {
    const start = `start_when: { if: "cpu_load > 0.${at + 10} and avg(cpu_load, 5s) > 1.5 or crashes >= 9", hold: 1s }`;
    const stop = `stop_when: "memory_pressure > 0.9 and elapsed_s > ${9_000 + at}"`;
    return `  - { id: e${at}, axis: time, for: 10s, ${start}, ${stop} }`;
  });
  return `program: ./p\nduration: 3h\nseed: 1\nevents:\n${lines.join('\n').replaceAll('> 1.5', '> 0.999')}\n`;
}

function sampleAt(tick: number): Sampled {
  const load = (tick % 97) / 100;
  const host = { cpuLoad: load, memoryUsed: 0.2, cpuPressure: 0, memoryPressure: 0, ioPressure: 0 };
  const meta = { eventId: '', correlationId: '', causationId: null, source: '', seq: 1 };
  const atMs = tick * cadenceMs;
  return { meta, is: 'sampled', tick, atMs, missed: 0, overheadMs: 0, host, target: null };
}

/** How many conditions hold; as fast as one would write it. */
function byHand(loads: readonly number[], atMs: number): number {
  const load = loads.at(-1) ?? 0;
  const within = loads.slice(-10);
  const mean = within.reduce((sum, one) => sum + one, 0) / within.length;
  let holding = 0;
  for (let at = 0; at < events; at += 1) {
    if (load > Number(`0.${at + 10}`) && mean > 0.999) holding += 1;
    if (0 > 0.9 && atMs / 1_000 > 9_000 + at) holding += 1;
  }
  return holding;
}

export const bench: Bench = {
  name: 'tick',
  aim: `a tick with ${events} events that wait and ${events} that may be stopped within ${aimMs} ms`,
  async measure() {
    await loadExpressions();
    const plan = planTimeline(timelineOf(timeline()), doseTables, facts, 'hash');
    const sight = createSight(plan);
    const judge = new Judge(plan.events);
    for (const { id } of plan.events) judge.started(id);
    const ours: number[] = [];
    const hand: number[] = [];
    const loads: number[] = [];
    const counts = { crashes: 0, exits: 0, lives: 0 };
    for (let tick = 1; tick <= ticks; tick += 1) {
      const sample = sampleAt(tick);
      const states = Object.fromEntries(
        plan.events.map(({ id }) => [id, { state: 'pending', outcome: 'none' }]),
      );
      loads.push(sample.host?.cpuLoad ?? 0);
      const oursMs = performance.now();
      sight.look(sample, { atMs: sample.atMs, counts, events: states, panes: {} });
      const decided = judge.tick(sample.atMs, (text) => sight.evaluate(text));
      const handMs = performance.now();
      const expected = byHand(loads, sample.atMs);
      const endMs = performance.now();
      if (decided.length !== expected)
        throw new Error(`Expected ${expected}, got ${decided.length}.`);
      ours.push(handMs - oursMs);
      hand.push(endMs - handMs);
    }
    const tick_ms = median(ours);
    const hand_ms = median(hand);
    return {
      figures: { tick_ms, hand_ms, ratio: tick_ms / hand_ms, worst_ms: Math.max(...ours) },
      met: tick_ms <= aimMs,
      notes: [`${ticks} ticks; what a tick costs on top, samples and envelopes, is not in it`],
    };
  },
};
