/**
 * Goal: the load of each second is the sum of all lanes at its most, against what the host has.
 * Method: small timelines on a host of round figures, whose sums were worked out by hand; a random
 * timeline against a sum that looks at every millisecond.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { loadOverTime } from '../../../machines/timeline/load-over-time.ts';
import { doseAtOffset, planTimeline } from '../../../machines/timeline/plan.ts';
import { simulatedFacts as facts } from '../../../runtime/host/simulated-host.ts';
import { doseTables } from '../../../stressors/doses.ts';
import { timelineOf } from './documents.ts';

const mib = 2 ** 20;
const scratch = { ringMaxBytes: 256 * mib, diskFloorShare: 0.1 };

function load(text: string) {
  const plan = planTimeline(timelineOf(`program: ./p\n${text}`), doseTables, facts, 'hash');
  const { stepMs, rows } = loadOverTime(plan, facts, scratch);
  return { plan, stepMs, rows: Object.fromEntries(rows.map((row) => [row.resource, row])) };
}

it('adds up lanes, in the units of the host', () => {
  const { rows } = load(`duration: 5s
events:
  - { axis: cpu, at: 1s, for: 2s, intensity: 50% }
  - { axis: cpu, at: 2s, for: 2s, intensity: 75% }
  - { axis: disk, at: 0s, for: 3s, intensity: light }
  - { axis: disk, at: 2s, for: 1s, intensity: light }
  - { axis: network, at: 0s, for: 3s }
`);
  expect(rows.cpu).toMatchObject({
    ...{ unit: 'cores', hostMax: 2, values: [0, 1, 2.5, 1.5, 0], peak: 2.5, peakAtMs: 2_000 },
    over: { fromMs: 2_000, untilMs: 3_000 },
  });
  expect(rows.disk).toMatchObject({ hostMax: null, over: null });
  expect(rows.disk?.values).toEqual([4, 4, 8, 0, 0].map((each) => each * mib));
  expect(rows.scratch?.values).toEqual([256, 256, 512, 0, 0].map((each) => each * mib));
  expect(Object.keys(rows)).toEqual(['cpu', 'disk', 'scratch']);
});

it('knows what memory and space there are', () => {
  const { rows } = load(
    'limits: { memory: 50%, disk: 1GiB }\nevents:\n  - { axis: memory, at: 0s, for: 2s }\n  - { axis: disk, at: 0s, for: 2s }\n',
  );
  const free = facts.memoryAvailableBytes - facts.memoryBytes * 0.1;
  expect(rows.memory?.hostMax).toBe(Math.min(free, facts.memoryBytes / 2));
  expect(rows.scratch?.hostMax).toBe(2 ** 30);
});

it('long runs have longer steps, and a blink is not lost', () => {
  const { stepMs, rows } = load(`duration: 10h
events: [{ axis: cpu, at: 2h, for: 20ms, intensity: 50% }]
`);
  expect(stepMs).toBe(10_000);
  expect(rows.cpu).toMatchObject({ peak: 1, peakAtMs: 7_200_000 });
});

it('is never less than what any moment asks, as far as five looks a second can tell', () => {
  const events = fc.array(
    fc.record({
      at: fc.nat(9),
      for: fc.integer({ min: 1, max: 5 }),
      to: fc.integer({ min: 10, max: 90 }),
    }),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(events, (chosen) => {
      const lines = chosen.map(
        ({ at, for: length, to }) =>
          `  - { axis: cpu, at: ${at}s, for: ${length}s, intensity: { from: 0%, to: ${to}% } }`,
      );
      const { plan, rows } = load(`duration: 15s\nevents:\n${lines.join('\n')}\n`);
      for (let ms = 0; ms < 15_000; ms += 250) {
        const now = plan.events.reduce((sum, event) => sum + doseAtOffset(event, ms), 0);
        const found = rows.cpu?.values[Math.floor(ms / 1_000)] ?? 0;
        expect(found).toBeGreaterThanOrEqual((now / 100) * facts.cpus - 1e-9);
      }
    }),
    { numRuns: 40 },
  );
});
