/**
 * Goal: inputs have ids, lanes and places as the language says, and the run has room for them.
 * Method: files as people write them, and the model that they become.
 */
import { expect, it } from 'vitest';
import { timelineOf } from '../documents.ts';

const of = (tracks: string, rest = '') =>
  timelineOf(`program: p\ntarget: { pane: {} }\n${rest}tracks:\n${tracks}`);

it('counts them over the whole file, and takes no id that is given', () => {
  const { inputs, inputLanes } = of(
    `  - { pane: "1", events: [{ at: 0, inject: a }, { id: input-3, at: 0, inject: b }] }\n` +
      `  - { pane: 1, events: [{ at: 0, inject: c }, { at: 0, inject: d }] }\n` +
      `  - { axis: cpu, events: [{ id: input-1, at: 0, for: 1s }] }\n`,
  );
  expect(inputs?.map(({ id, lane, text }) => [id, lane, text])).toEqual([
    ['input-2', 0, 'a'],
    ['input-3', 0, 'b'],
    ['input-4', 1, 'c'],
    ['input-5', 1, 'd'],
  ]);
  expect(inputLanes).toEqual([
    { paneId: '1', name: 'pane 1 (1)' },
    { paneId: '1', name: 'pane 1 (2)' },
  ]);
});

it('fills in what the file leaves out', () => {
  const { inputs, inputLanes, target } = of('  - { pane: "1", events: [{ at: 2s, inject: a }] }');
  expect(inputs).toEqual([
    {
      ...{ id: 'input-1', lane: 0, paneId: '1', startMs: 2_000 },
      ...{ text: 'a', critical: false, cli: null },
    },
  ]);
  expect(inputLanes).toEqual([{ paneId: '1', name: 'pane 1' }]);
  expect(target.pane).toEqual({ cols: 100, rows: 30, cli: null });
});

it('plans what waits at the earliest, and leaves room for the last to be verified', () => {
  const { inputs, durationMs } = of(
    `  - { pane: "1", events: [{ id: a, inject: a, critical: true, cli: codex }] }\n` +
      `  - { axis: cpu, events: [{ id: spike, at: 5s, for: 20s }] }\n`,
    'chains: [spike -> a]\n',
  );
  expect(inputs?.[0]).toMatchObject({
    ...{ startMs: 25_000, critical: true, cli: 'codex' },
    start: { after: [{ from: [{ eventId: 'spike', outcome: 'any' }] }] },
  });
  expect(durationMs).toBe(35_000);
});
