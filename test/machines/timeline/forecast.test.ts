/**
 * Goal: a forecast knows which figures the host does not tell, who asks for them, and leaves what can
 * never start out of the load.
 * Method: one plan on hosts that tell more and less.
 */
import { expect, it } from 'vitest';
import { loadExpressions } from '../../../machines/timeline/expression/load.ts';
import { forecastOf } from '../../../machines/timeline/forecast.ts';
import { planTimeline } from '../../../machines/timeline/plan.ts';
import { simulatedFacts as facts } from '../../../runtime/host/simulated-host.ts';
import { doseTables } from '../../../stressors/doses.ts';
import { timelineOf } from './documents.ts';

await loadExpressions();

const text = `program: ./p
duration: 20s
events:
  - { id: load, axis: cpu, at: 1s, for: 2s, intensity: 50% }
  - { id: hot, axis: cpu, for: 5s, start_when: { io_pressure > 0.5 } }
  - { id: next, axis: memory, for: 5s, start_when: { event: hot } }
  - { id: late, axis: time, at: 1s, for: 5s, stop_when: "io_latency_ms > 9 or elapsed_s > 3" }
`;
const plan = planTimeline(timelineOf(text), doseTables, facts, 'hash');
const reading = { cpuBusyMs: 1, cpuTotalMs: 2, memoryTotalBytes: 4, memoryAvailableBytes: 2 };
const scratch = { ringMaxBytes: 1, diskFloorShare: 0.1 };
const forecast = (more: object | null) =>
  forecastOf(plan, { facts, scratch, reading: more && { ...reading, ...more } });

it('of a host that tells all', () => {
  const { graph, silent, load } = forecast({ ioStallMs: 1, ioRequests: 1 });
  expect(silent).toEqual([]);
  expect(graph.nodes.filter(({ unreachable }) => unreachable !== null)).toEqual([]);
  expect(load.rows.map(({ resource }) => resource)).toEqual(['cpu', 'memory']);
  expect(load.rows[0]?.values[0]).toBe(1);
});

it('of a host that tells less', () => {
  const { graph, silent, load } = forecast({});
  expect(silent.map(({ signal, readers }) => [signal, readers.map(({ of }) => of)])).toEqual([
    ['io_pressure', ['hot']],
    ['io_latency_ms', ['late']],
  ]);
  expect(graph.nodes.flatMap(({ id, unreachable }) => (unreachable ? [id] : []))).toEqual([
    'hot',
    'next',
  ]);
  expect(load.rows.map(({ resource }) => resource)).toEqual(['cpu']);
  expect(load.rows[0]?.values[0]).toBe(0);
});

it('of a host that tells nothing', () => {
  expect(forecast(null).silent).toHaveLength(2);
});
