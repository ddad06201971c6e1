/**
 * Goal: `plan` shows what would happen as a picture or as data, and starts nothing.
 * Method: timelines on standard input; the data compared whole.
 */
import { availableParallelism } from 'node:os';
import { expect, it } from 'vitest';
import { runPlan } from '../../../cli/commands/plan.ts';
import { keptIo } from './io.ts';

const cpus = availableParallelism();
const text = `program: ./not-built-yet
duration: 10s
seed: 5
events:
  - { axis: cpu, at: 1s, for: 2s, intensity: heavy }
  - { axis: cpu, at: 1s, for: 2s, intensity: 60% }
  - { id: climb, axis: time, at: 3s, for: 4s, intensity: { from: light, to: 90% } }
`;

async function plan(stdin: string, more: object = {}) {
  const io = keptIo(stdin);
  const status = await runPlan({ file: '-', json: false, ...more }, io);
  return { status, ...io.said };
}

it('is data', async () => {
  const { status, out, err } = await plan(text, { json: true });
  expect(status).toBe(0);
  expect(JSON.parse(out)).toEqual({
    program: './not-built-yet',
    duration_ms: 10_000,
    seed: 5,
    events: [
      {
        id: 'cpu-1',
        axis: 'cpu',
        start_ms: 1_000,
        duration_ms: 2_000,
        intensity: 'heavy',
        dose: { unit: 'percent', asked: 75 },
      },
      {
        id: 'cpu-2',
        axis: 'cpu',
        start_ms: 1_000,
        duration_ms: 2_000,
        intensity: '60%',
        dose: { unit: 'percent', asked: 60 },
      },
      {
        id: 'climb',
        axis: 'time',
        start_ms: 3_000,
        duration_ms: 4_000,
        intensity: { from: 'light', to: '90%', shape: 'ramp' },
        dose: { unit: 'percent', asked: 43, from: 5, to: 81 },
      },
    ],
    graph: {
      nodes: ['cpu-1', 'cpu-2', 'climb'].map((id, at) => ({
        ...{ id, waits: false, earliest_ms: at < 2 ? 1_000 : 3_000, by_ms: null },
        ...{ stops_when: null, unreachable: null },
      })),
      edges: [],
    },
    load: {
      step_ms: 1_000,
      rows: [
        {
          ...{ resource: 'cpu', unit: 'cores', host_max: cpus, peak: 1.35 * cpus },
          ...{ peak_at_ms: 1_000, over: { from_ms: 1_000, until_ms: 3_000 } },
          values: [0, 1, 1, 0, 0, 0, 0, 0, 0, 0].map((one) => one * 1.35 * cpus),
        },
      ],
    },
    silent_signals: [],
  });
  // A program that is not there yet is worth a word, and no more.
  expect(err).toContain('PROGRAM_NOT_FOUND');
});

it('is a picture with a lane per track, the events and the peaks', async () => {
  const { status, out } = await plan(text);
  expect(status).toBe(0);
  expect(out).toMatch(/^ {2}cpu {3}·+█+·+$/m);
  expect(out).toMatch(/^ {2}time {2}·+▁+▂+.*·+$/m);
  expect(out).toMatch(/^ {2}climb .* light to 90 % /m);
  expect(out).toMatch(/^ {2}cpu {3}.*135 % of 100 %/m);
});

it('takes the seed of the command line', async () => {
  expect(JSON.parse((await plan(text, { json: true, seed: 9 })).out).seed).toBe(9);
});

it('tells every other problem, as words or as data', async () => {
  const wrong = text.replace('heavy', 'hevy');
  const words = await plan(wrong);
  expect([words.status, words.out.match(/[A-Z]+_[A-Z]+/g)]).toEqual([2, ['UNKNOWN_INTENSITY']]);
  const data = await plan(wrong, { json: true });
  expect(JSON.parse(data.out)).toMatchObject({ problems: [{ code: 'UNKNOWN_INTENSITY' }] });
});
