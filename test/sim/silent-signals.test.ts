/**
 * Goal: a figure that a condition, a rule or a curve needs and that cannot be had is told once, with
 * those who ask; what depends on it is false and says so, in the log, the report and the summary.
 * Method: whole rehearsals whose script silences signals, from the text to the report and the page.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { commandLine } from '../../cli/command-line.ts';
import { reportSchema } from '../../machines/report/report.ts';
import { openLog } from '../../runtime/record/log-reader.ts';
import { keptIo } from '../cli/commands/io.ts';

const folder = mkdtempSync(join(tmpdir(), 'ambush-silent-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = `program: ./p
duration: 30s
seed: 1
signals:
  queue: { output: 'queue=(?<value>\\d+)' }
  unasked: { output: 'nobody=(?<value>\\d+)' }
constraints:
  bottleneck: memory
  subordinate: { cpu: { if: "io_pressure > 0.5", action: pause } }
events:
  - { id: load, axis: cpu, at: 1s, for: 20s, intensity: { from: 10%, to: 90%, by: queue, between: [0, 100] } }
  - { id: hot, axis: disk, for: 5s, start_when: { io_pressure > 0.5 } }
  - { id: late, axis: time, at: 2s, for: 20s, stop_when: "queue > 50 or elapsed_s > 15" }
`;

async function rehearse(...script: readonly string[]) {
  const [log, output] = [join(folder, 'l.ndjson'), join(folder, 'r.json')];
  const io = keptIo(text, folder);
  await commandLine(['rehearse', '-', '--output', output, '--log', log, ...script], io);
  const { ambush: part } = reportSchema.parse(JSON.parse(readFileSync(output, 'utf8')));
  const reading = openLog(log);
  const events = reading.ok ? [...reading.value.events()] : [];
  return { part, events, out: io.said.out };
}

it('is told once, to all who ask, wherever one looks', async () => {
  const { part, events, out } = await rehearse('--signal', 'io_pressure=none');
  const of = (type: string) => events.filter((event) => event.type === type);
  expect(of('signal.unavailable').map(({ payload }) => payload.signal)).toEqual([
    'io_pressure',
    'queue',
  ]);
  expect(of('condition.unavailable').map(({ payload }) => [payload.clipId, payload.role])).toEqual([
    ['hot', 'start'],
    ['late', 'stop'],
  ]);
  expect(part.unavailable).toEqual([
    {
      ...{ signal: 'io_pressure', at_ms: 2_500, until_ms: null },
      ...{ cause: 'not-told', reason: 'nothing here tells it' },
      readers: [
        { of: 'cpu', role: 'rule', text: 'io_pressure > 0.5' },
        { of: 'hot', role: 'start', text: 'io_pressure > 0.5' },
      ],
    },
    {
      ...{ signal: 'queue', at_ms: 2_500, until_ms: null },
      ...{ cause: 'no-match', reason: 'no line of the output has matched' },
      readers: [
        { of: 'load', role: 'curve', text: 'queue' },
        { of: 'late', role: 'stop', text: 'queue > 50 or elapsed_s > 15' },
      ],
    },
  ]);
  // What is true whatever the silent signal is still holds.
  expect(part.events.find(({ id }) => id === 'late')?.reason).toMatch(/^stopped when/);
  expect(part.events.find(({ id }) => id === 'hot')?.last_saw).toEqual({ io_pressure: null });
  expect(out).toContain(
    'io_pressure has no figure: nothing here tells it (cpu gives way when io_pressure > 0.5, and 1 more)',
  );
  expect(out.replace(/\s+/g, ' ')).toContain(
    'silent io_pressure, nothing here tells it: cpu gives way when',
  );
});

it('is told to be there after all', async () => {
  const { part, events } = await rehearse(
    ...['--signal', 'io_pressure=none@0s..10s', '--signal', 'queue=5@20s..30s'],
  );
  expect(part.unavailable).toMatchObject([
    { signal: 'io_pressure', until_ms: 10_000 },
    { signal: 'queue', until_ms: 20_000 },
  ]);
  expect(events.filter(({ type }) => type === 'signal.available')).toHaveLength(2);
});

it('says nothing where all is told', async () => {
  const { part, out } = await rehearse('--signal', 'queue=5');
  expect(part.unavailable).toBeUndefined();
  expect(out).not.toContain('no figure');
});
