/**
 * Goal: a rehearsal plays the whole timeline as a run would, starts nothing, is the same every time,
 * says everywhere that it is none, and its guide shows what it prints.
 * Method: timelines on standard input with scripts; reports and pages compared whole. Processes
 * and sockets are counted while one is played.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../../cli/command-line.ts';
import { reportSchema } from '../../../machines/report/report.ts';
import { openLog } from '../../../runtime/record/log-reader.ts';
import { keptIo } from './io.ts';

const folder = mkdtempSync(join(tmpdir(), 'ambush-rehearse-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const guide = fileURLToPath(new URL('../../../docs/guides/rehearse.md', import.meta.url));
const page = readFileSync(guide, 'utf8');
const [, timeline = ''] = /^```yaml\n([\s\S]*?)^```$/m.exec(page) ?? [];

async function rehearse(text: string, ...words: readonly string[]) {
  const io = keptIo(text, folder);
  const status = await commandLine(['rehearse', '-', ...words], io);
  return { status, ...io.said };
}

async function reported(text: string, ...words: readonly string[]) {
  const { status, out } = await rehearse(text, '--output', '-', '--quiet', ...words);
  return { status, report: reportSchema.parse(JSON.parse(out)), text: out };
}

describe('a rehearsal', () => {
  it('is a run in which the script happens', async () => {
    const { status, report } = await reported(timeline, '--crash-at', '12s=SIGABRT');
    const { run, crashes, events, target, host } = report.ambush;
    expect(status).toBe(1);
    expect(run).toMatchObject({ status: 'completed', verdict: 'fail', rehearsal: true, seed: 7 });
    expect(run.started_at).toBe('2026-01-01T00:00:00.000Z');
    expect(crashes).toMatchObject([{ at_ms: 12_000, signal: 'SIGABRT', active: ['spike'] }]);
    expect(events.map(({ id, state, outcome }) => [id, state, outcome])).toEqual([
      ['spike', 'done', 'crash'],
      ['climb', 'done', 'survived'],
    ]);
    expect(target.lives).toHaveLength(2);
    expect(new Set(host.backends.map(({ backend }) => backend))).toEqual(new Set(['simulated']));
  });

  it('ends and hangs as it is told, in whatever life', async () => {
    const ended = await reported(timeline, '--exit-at', '20s=0');
    expect(ended.status).toBe(3);
    expect(ended.report.ambush.target.lives).toMatchObject([
      { outcome: { kind: 'exited', code: 0 }, end_ms: 20_000 },
    ]);
    const asked = timeline.replace('output: listening on', 'tcp: 8080');
    const hung = await reported(asked, '--hang-at', '10s');
    expect(hung.report.ambush.target.lives[0]?.outcome.kind).toBe('hung');
    const awake = await reported(asked, '--hang-at', '10s..11s');
    expect(awake.report.ambush.run.verdict).toBe('pass');
    const unasked = await rehearse(timeline, '--hang-at', '10s');
    expect(unasked.out).toContain('Nobody asks the program whether it hangs');
  });

  it('reads the signals of the script, and its own elsewhere', async () => {
    const log = join(folder, 'signals.ndjson');
    await rehearse(timeline, '--log', log, '--signal', 'cpu_load=90%@10s..20s', '--quiet');
    const reading = openLog(log);
    const samples = reading.ok
      ? [...reading.value.events()].flatMap(({ type, payload }) =>
          type === 'sample.taken' ? [payload as { atMs: number; host: { cpuLoad: number } }] : [],
        )
      : [];
    const loads = (from: number, until: number) =>
      new Set(
        samples.filter(({ atMs }) => from <= atMs && atMs < until).map((s) => s.host.cpuLoad),
      );
    expect(loads(10_000, 20_000)).toEqual(new Set([0.9]));
    expect(loads(0, 10_000)).not.toContain(0.9);
    expect(loads(20_000, 40_000)).not.toContain(0.9);
  });

  it('is the same every time, and another with another seed', async () => {
    const words = ['--crash-at', '12s'];
    const first = await reported(timeline, ...words);
    expect((await reported(timeline, ...words)).text).toBe(first.text);
    expect((await reported(timeline, ...words, '--seed', '8')).text).not.toBe(first.text);
  });

  it('starts no process, opens no socket, and writes only what it was told to', async () => {
    const before = process.getActiveResourcesInfo();
    const playing = rehearse(timeline, '--crash-at', '12s');
    const during = process.getActiveResourcesInfo();
    await playing;
    const own = (all: readonly string[]) =>
      all.filter((one) => /Process|Pipe|TCP|Socket/.test(one));
    expect(own(during)).toEqual(own(before));
    expect(own(process.getActiveResourcesInfo())).toEqual(own(before));
  });

  it('tells fates that found nobody', async () => {
    const { out } = await rehearse(timeline, '--exit-at', '20s', '--crash-at', '30s');
    expect(out).toContain('Nobody was there to crash at +30.0s.');
  });

  it('refuses a wrong script whole, with the timeline', async () => {
    const words = ['--crash-at', 'soon', '--exit-at', '9s=256', '--hang-at', '5s..2s'];
    const wrong = timeline.replace('heavy', 'hevy');
    const { status, err } = await rehearse(wrong, ...words, '--signal', 'cpu_lod=0.9');
    expect(status).toBe(2);
    await expect(err).toMatchFileSnapshot('../../golden/rehearse-problems.txt');
  });
});

it('the guide shows what it prints', async () => {
  const { status, out } = await rehearse(timeline, '--crash-at', '12s');
  expect(status).toBe(1);
  const shown = out.trimEnd().replace('ambush run -', 'ambush run timeline.yaml');
  const block = `$ ambush rehearse timeline.yaml --crash-at 12s\n${shown}\n\`\`\``;
  const fresh = page.replace(/^\$ ambush rehearse[\s\S]*?^```$/m, () => block);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(guide, fresh);
  expect(fresh).toBe(readFileSync(guide, 'utf8'));
});
