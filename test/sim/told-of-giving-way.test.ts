/**
 * Goal: that a rule lowered an event, or ended it, is told by the report, by `why` of the report and
 * of the log alike, and under the table of the summary: a mean alone would mislead.
 * Method: a run on the simulated host whose memory is short for a while.
 */
import { expect, test } from 'vitest';
import { eventStoryText } from '../../cli/render/event-story.ts';
import { plain } from '../../cli/render/palette.ts';
import { eventLines } from '../../cli/render/summary-events.ts';
import type { PlannedRule } from '../../machines/timeline/constraint/constraint.ts';
import { loadExpressions } from '../../machines/timeline/expression/load.ts';
import { storyOf } from '../../machines/trace/event-story.ts';
import { storiesOfLog } from '../../machines/trace/log-story.ts';
import { storiesOfReport } from '../../machines/trace/report-story.ts';
import { scriptedTarget } from '../../runtime/host/simulated-program.ts';
import { play } from './simulate.ts';

await loadExpressions();

const when = 'memory_pressure > 0.8';
const rules: readonly PlannedRule[] = [
  { axis: 'cpu', when, holdMs: 0, action: { do: 'intensity', level: 'light' }, cap: 25 },
  { axis: 'disk', when, holdMs: 0, action: { do: 'stop' }, cap: 0 },
];
const { events, report } = await play({
  score: [
    { id: 'burn', axis: 'cpu', at: 0, for: 20_000, intensity: 'heavy' },
    { id: 'late', axis: 'cpu', at: 7_000, for: 1_000, intensity: 'heavy' },
    { id: 'write', axis: 'disk', at: 0, for: 20_000, intensity: 'light' },
    { id: 'eat', axis: 'memory', at: 0, for: 20_000, intensity: 'light' },
  ],
  target: scriptedTarget({}),
  constraints: { bottleneck: 'memory', rules },
  pressure: (ms) => (ms >= 6_000 && ms < 9_000 ? { memory: 0.9 } : {}),
});

const fromReport = storiesOfReport(report.ambush);
const fromLog = storiesOfLog(events);

test('the report has how long and how far', () => {
  const byId = new Map(report.ambush.events.map((event) => [event.id, event]));
  const why = `it gives way (intensity light): ${when}`;
  const lowered = { times: 1, least: 25, because: why };
  expect(byId.get('burn')?.throttled).toMatchObject({ ...lowered, for_ms: expect.any(Number) });
  expect(byId.get('burn')?.throttled?.for_ms).toBeGreaterThan(2_500);
  expect(byId.get('late')?.throttled).toMatchObject({ ...lowered, for_ms: 1_000 });
  expect(byId.get('write')).not.toHaveProperty('throttled');
  expect(byId.get('eat')).not.toHaveProperty('throttled');
});

test('the log says the same', () => {
  const told = (stories: typeof fromLog) =>
    stories.map(({ id, throttled, reason }) => ({
      ...{ id, reason, times: throttled?.times, least: throttled?.least },
      forMs: throttled && Math.round(throttled.forMs),
    }));
  expect(told(fromLog)).toEqual(told(fromReport));
});

test('why says it in words', () => {
  const of = (id: string) =>
    fromLog
      .filter((story) => story.id === id)
      .map((story) => eventStoryText(storyOf(story), { columns: 111, palette: plain }))
      .join();
  expect(of('burn')).toMatch(
    /For \d\.\d s of it a constraint left it 25 % at most: it gives way \(intensity light\): memory_pressure > 0\.8\./,
  );
  expect(of('write')).toContain(`s, stopped by a constraint: ${when}.`);
  expect(of('write')).not.toContain('when its 20.0 s were over');
});

test('the summary says it under the table', () => {
  const lines = eventLines(report.ambush, 110, plain);
  expect(lines).toContainEqual(expect.stringContaining('  burn was left 25 % at most for '));
  expect(lines).toContainEqual(`  write was stopped by a constraint: ${when}`);
  expect(lines.filter((line) => line.includes('eat was'))).toEqual([]);
});
