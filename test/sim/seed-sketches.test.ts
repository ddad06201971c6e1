/**
 * Goal: every sketch of phases 2 and 3 of the seed runs as it stands there, on the simulated host.
 * Method: the sketches, letter by letter, rehearsed with what each of them is about; the seed's words
 * for rules are files here. The same ones run for real in `test/live/conditions.test.ts`.
 */
import { expect, it } from 'vitest';
import { commandLine } from '../../cli/command-line.ts';
import { reportSchema } from '../../machines/report/report.ts';
import { keptIo } from '../cli/commands/io.ts';
import { fileOf, sketches } from './seed-sketches.ts';

async function rehearse(text: string, script: readonly string[]) {
  const io = keptIo(text);
  await commandLine(['rehearse', '-', '--output', '-', '--quiet', ...script], io);
  if (io.said.out === '') throw new Error(io.said.err);
  return reportSchema.parse(JSON.parse(io.said.out)).ambush;
}

it.each(sketches)('$name', async (sketch) => {
  const text = fileOf(sketch, ['./program']);
  expect(text).toContain(sketch.verbatim);
  const { events, constraint } = await rehearse(text, sketch.script);
  if (sketch.starts === null) {
    expect(constraint?.rules).toMatchObject([{ axis: 'cpu', when: 'memory_pressure > 0.8' }]);
    expect(constraint?.effects.map(({ proved }) => proved)).toEqual([true, true]);
    return;
  }
  const follower = events.find(({ id }) => id === sketch.starts);
  expect(follower?.actual).not.toBeNull();
  expect(follower?.condition_met).toBe(true);
});

it.each([
  [
    'Memory is constraint; throttle CPU when memory pressure > 80%.',
    'cpu',
    'bottleneck: memory\n  subordinate: { cpu: { if: { memory_pressure > 0.8 }, action: { intensity: light } } }',
    ['--signal', 'memory_pressure=0.9@3s..9s'],
  ],
  [
    'Disk is constraint; cap concurrency when IO latency spikes.',
    'concurrency',
    'bottleneck: disk\n  subordinate: { concurrency: { if: { io_latency_ms > 50 }, action: { cap: light } } }',
    ['--signal', 'io_latency_ms=80@3s..9s'],
  ],
])('%s', async (_, axis, constraints, script) => {
  const text = `program: ./p
duration: 15s
events: [{ id: load, axis: ${axis}, at: 0s, for: 15s, intensity: heavy }]
constraints:
  ${constraints}
`;
  const { constraint } = await rehearse(text, script);
  expect(constraint?.effects.map(({ axis: of, change, proved }) => [of, change, proved])).toEqual([
    [axis, 'applied', true],
    [axis, 'released', true],
  ]);
});
