/**
 * Goal: a log and a report of the same run tell the same of each event: why it started or never did,
 * on which values, by what chain, and why it ended.
 * Method: whole runs in virtual time, from the text to both; every fact of both is compared.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { commandLine } from '../../../cli/command-line.ts';
import { reportSchema } from '../../../machines/report/report.ts';
import { storyOf } from '../../../machines/trace/event-story.ts';
import { storiesOfLog } from '../../../machines/trace/log-story.ts';
import { storiesOfReport } from '../../../machines/trace/report-story.ts';
import { openLog } from '../../../runtime/record/log-reader.ts';
import { keptIo } from '../../cli/commands/io.ts';

const folder = mkdtempSync(join(tmpdir(), 'ambush-story-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = `program: ./p
duration: 60s
seed: 1
events:
  - { id: spike, axis: cpu, at: 1s, for: 20s, intensity: heavy, stop_when: { elapsed_s > 40 } }
  - { id: flood, axis: memory, for: 10s, start_when: { event: spike, outcome: crash } }
  - { id: calm, axis: network, for: 10s, start_when: { event: spike, outcome: survived } }
  - { id: hot, axis: disk, at: 2s, for: 10s, start_when: { if: cpu_load > 0.97, hold: 3s } }
  - { id: soon, axis: disk, at: 2s, for: 10s, start_when: { if: io_pressure > 0.5, by: 9s } }
  - { id: late, axis: time, for: 20s, stop_when: "elapsed_s > 25" }
  - { id: last, axis: cpu, at: 50s, for: 5s }
chains: ["[spike, flood] -> late"]
`;

async function rehearsed(...script: readonly string[]) {
  const [log, output] = [join(folder, 'log.ndjson'), join(folder, 'report.json')];
  const io = keptIo(text, folder);
  await commandLine(['rehearse', '-', '--output', output, '--log', log, ...script], io);
  const { ambush } = reportSchema.parse(JSON.parse(readFileSync(output, 'utf8')));
  const reading = openLog(log);
  if (!reading.ok) throw new Error('Expected a log.');
  const ofLog = storiesOfLog(reading.value.events());
  return { ofLog, ofReport: storiesOfReport(ambush) };
}

const crashAndGoOn = ['--crash-at', '12s', '--signal', 'cpu_load=0.9@3s..4s'];

it.each([
  ['a crash', crashAndGoOn],
  ['nothing', []],
  ['an exit', ['--exit-at', '6s']],
])('both tell the same after %s', async (_, script) => {
  const { ofLog, ofReport } = await rehearsed(...script);
  const plain = (all: typeof ofLog) =>
    all.map(({ reason, startedMs, endedMs, ...facts }) => ({
      ...facts,
      startedMs: startedMs && Math.round(startedMs),
      endedMs: endedMs && Math.round(endedMs),
      reason: facts.state === 'skipped' ? reason : null,
    }));
  expect(plain(ofLog).sort(byId)).toEqual(plain(ofReport).sort(byId));
});

const byId = (one: { readonly id: string }, other: { readonly id: string }) =>
  one.id < other.id ? -1 : 1;

it('the answers name cause, condition, values and time', async () => {
  const { ofLog } = await rehearsed(...crashAndGoOn);
  const told = ofLog.map((facts) => {
    const { id, start, end } = storyOf(facts);
    const way = facts.ledBy.map(({ type, event }) => `${type} ${event ?? ''}`.trim());
    return [id, start, end, facts.lastSaw, way.join(', ')];
  });
  expect(told).toMatchInlineSnapshot(`
    [
      [
        "spike",
        "It started at +1.0 s, as planned.",
        "It ended at +12.0 s, cut short: it ran 11.0 s of 20.0 s. elapsed_s > 40 did not hold while it played.",
        {
          "elapsed_s": 12,
        },
        "",
      ],
      [
        "last",
        "It never started: the target had ended.",
        null,
        null,
        "",
      ],
      [
        "flood",
        "It started at +12.0 s, because spike[crash] held.",
        "It ended at +22.0 s, when its 10.0 s were over.",
        null,
        "clip.started spike, target.crashed, condition.met flood",
      ],
      [
        "calm",
        "It never started: it waited for spike[survived], and spike ended as crash, known at +12.0 s.",
        null,
        null,
        "",
      ],
      [
        "hot",
        "It never started: the target had ended; it waited for cpu_load > 0.97 for 3s (cpu_load was 0).",
        null,
        {
          "cpu_load": 0,
        },
        "",
      ],
      [
        "soon",
        "It never started: io_pressure > 0.5 did not hold in time, known at +9.0 s.",
        null,
        null,
        "",
      ],
      [
        "late",
        "It started at +22.0 s, because spike[any] and flood[any] held.",
        "It was stopped at +25.5 s, because elapsed_s > 25 held.",
        null,
        "clip.started spike, target.crashed, condition.met flood, clip.stopped spike, clip.started flood, clip.stopped flood, condition.met late",
      ],
    ]
  `);
  expect(ofLog.find(({ id }) => id === 'spike')?.ledTo).toEqual(['flood', 'late']);
});
