/**
 * Goal: `ambush why` answers clearly at 80 and at 140 columns, for messages and for runs; nothing
 * that a user typed, nor what could steer a terminal, comes out of it.
 * Method: real logs through the command line; whole screens in golden files; every event asked.
 */
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { coloured, plain } from '../../../cli/render/palette.ts';
import { printable, widthOf } from '../../../cli/render/printable.ts';
import { whyText } from '../../../cli/render/why.ts';
import { whyOf } from '../../../machines/trace/why.ts';
import { eventOf, logs, openViews } from './log-views.ts';

const { ask, place } = openViews();

const timeline = `program: ./p
duration: 60s
seed: 1
target: { restart: on-crash }
events:
  - { id: spike-1, axis: cpu, at: 1s, for: 20s, intensity: heavy }
  - { id: memory-followup, axis: memory, for: 10s, start_when: { event: spike-1, outcome: crash } }
  - { id: hot, axis: disk, at: 2s, for: 10s, start_when: { if: "avg(cpu_load, 5s) > 0.97", hold: 3s } }
  - { id: late, axis: time, for: 20s, stop_when: "elapsed_s > 25 and crashes >= 1" }
chains: ["memory-followup -> late"]
`;

describe('ambush why, of an event of a timeline', () => {
  const file = (name: string) => place(name);
  const rehearse = async () => {
    const words = ['--output', file('r.json'), '--log', file('l.ndjson'), '--quiet'];
    await ask(`rehearse - --crash-at 12s ${words.join(' ')}`, 80, false, timeline);
  };

  it.each([
    ['memory-followup', 'memory-followup', 80],
    ['memory-followup', 'memory-followup', 140],
    ['never', 'hot', 80],
    ['stopped', 'late', 80],
  ])('%s: %s at %i columns, from report and log alike', async (name, id, columns) => {
    await rehearse();
    const { status, out, err } = await ask(`why r.json ${id}`, columns);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    await expect(out).toMatchFileSnapshot(`../../golden/why-event-${name}-${columns}.txt`);
    expect((await ask(`why l.ndjson ${id}`, columns)).out).toBe(out);
    expect(
      (await ask(`why - ${id}`, columns, false, readFileSync(file('r.json'), 'utf8'))).out,
    ).toBe(out);
  });

  it('gives JSON, and says what there is where the id is none', async () => {
    await rehearse();
    const story = JSON.parse((await ask('why r.json memory-followup --json')).out);
    expect(story).toMatchObject({
      ...{ state: 'done', startedMs: 12_020, ledTo: ['late'] },
      decisions: [{ role: 'start', held: true, saw: { 'event("spike-1").outcome': 'crash' } }],
      ledBy: [{ event: 'spike-1' }, { type: 'target.crashed' }, { type: 'condition.met' }],
    });
    for (const from of ['r.json', 'l.ndjson']) {
      const { status, err } = await ask(`why ${from} memory-folowup`);
      expect(status).toBe(2);
      expect(err).toMatch(/UNKNOWN_EVENT[\s\S]*Did you mean "memory-followup"\?/);
    }
    expect((await ask('why r.json zzz')).err).toContain('Try "spike-1", "memory-followup", "hot"');
    // An id of the log still means the log.
    expect((await ask('why l.ndjson ffffffff')).err).toContain('UNKNOWN_ID');
  });

  it.each([
    ['{"a": 1}', 'INVALID_REPORT'],
    ['[]', 'NOT_A_LOG'],
    ['no json', 'NOT_A_LOG'],
  ])('%s is neither report nor log', async (bytes, code) => {
    const { status, err } = await ask('why - spike', 80, false, bytes);
    expect([status, err]).toEqual([2, expect.stringContaining(code)]);
  });
});

const expecting = `program: ./p
duration: 30s
seed: 1
target: { restart: on-crash }
signals:
  latency_ms: { http: "http://127.0.0.1:8080/" }
events:
  - { id: spike, axis: cpu, at: 1s, for: 20s, intensity: heavy }
  - { id: hot, axis: disk, for: 2s, start_when: "avg(latency_ms, 5s) > 100" }
expect:
  - target.rss_mb < 64
  - crashes == 0
  - { sometimes: memory_pressure > 0.9 }
  - p95(latency_ms) < 200
  - recovered within 5s
`;

describe('ambush why, of an expectation', () => {
  const rehearse = async (text = expecting) => {
    const words = ['--output', place('e.json'), '--log', place('e.ndjson'), '--quiet'];
    const script = '--crash-at 12s --signal target.rss_mb=80@7s..9s --signal latency_ms=none';
    await ask(`rehearse - ${script} ${words.join(' ')}`, 80, false, text);
  };

  it.each([
    ['always', 'target.rss_mb<64', 80],
    ['always', 'target.rss_mb<64', 140],
    ['finally', 'crashes==0', 80],
    ['sometimes', 'expect-3', 80],
    ['unavailable', 'p95(latency_ms)', 80],
    ['recovered', 'recovered', 80],
  ])('%s: %s at %i columns, from report and log alike', async (name, asked, columns) => {
    await rehearse();
    const { status, out, err } = await ask(`why e.json ${asked}`, columns);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    await expect(out).toMatchFileSnapshot(`../../golden/why-expected-${name}-${columns}.txt`);
    expect((await ask(`why e.ndjson ${asked}`, columns)).out).toBe(out);
    const [of, log] = [
      await ask(`why e.json ${asked} --json`),
      await ask(`why e.ndjson ${asked} --json`),
    ];
    expect(JSON.parse(log.out)).toEqual(JSON.parse(of.out));
  });

  it('says why a signal of a condition had no figure', async () => {
    await rehearse();
    const { out } = await ask('why e.json hot', 140);
    expect(out).toMatch(/avg\(latency_ms, 5s\) +no figure: .+ \(told at \+2\.5 s\)/);
    expect((await ask('why e.ndjson hot', 140)).out).toBe(out);
  });

  it('says the same of a signal that modulates', async () => {
    const chain = '{ from: 10%, to: 90%, by: latency_ms, between: [0, 200] }';
    await rehearse(expecting.replace('intensity: heavy', `intensity: ${chain}`));
    const { out } = await ask('why e.json spike');
    expect(out).toMatch(
      /had no figure\n {2}latency_ms {2}nothing here tells it \(told at \+2\.5 s\)/,
    );
    expect((await ask('why e.ndjson spike')).out).toBe(out);
  });

  it('names what there is where nothing is called so', async () => {
    await rehearse();
    for (const from of ['e.json', 'e.ndjson']) {
      expect((await ask(`why ${from} crahses==0`)).err).toMatch(/Did you mean "crashes == 0"/);
      expect((await ask(`why ${from} zzz`)).err).toContain('or an expectation such as');
    }
  });
});

describe('ambush why', () => {
  it.each([
    ['deferred', 'kernel', 'inject.deferred', 0, 80],
    ['deferred', 'kernel', 'inject.deferred', 0, 140],
    ['violation', 'kernel', 'contract.violation', 2, 80],
    ['override', 'kernel', 'contract.override', 0, 80],
    ['compaction-timeout', 'kernel', 'inject.dropped', 0, 80],
    ['false-positive', 'kernel', 'verify.false_positive', 1, 80],
    ['safe-mode', 'kernel', 'safemode.exited', 0, 80],
    ['fit-skipped', 'kernel', 'fit.skipped', 0, 80],
    ['lane-b-off', 'kernel', 'inject.deferred', 3, 80],
    ['crash', 'run', 'target.crashed', 0, 80],
    ['clip-stopped', 'run', 'clip.stopped', 0, 80],
  ] as const)('%s of %s', async (name, file, type, nth, columns) => {
    const { status, out, err } = await ask(
      `why ${file}.ndjson ${eventOf(file, type, nth)}`,
      columns,
    );
    expect({ status, err }).toEqual({ status: 0, err: '' });
    await expect(out).toMatchFileSnapshot(`../../golden/why-${name}-${columns}.txt`);
  });

  it('stays within its columns and harmless for every event, in colour too', () => {
    for (const events of Object.values(logs)) {
      for (const { correlationId, eventId } of events.filter((_, at) => at % 3 === 0)) {
        const why = whyOf(() => events, correlationId, eventId);
        if (!why) throw new Error('Expected an answer.');
        const text = whyText(why, { columns: 70, palette: plain });
        const painted = whyText(why, { columns: 70, palette: coloured });
        expect(stripVTControlCharacters(painted).replace(/ +$/gm, '')).toBe(text);
        expect(text).not.toMatch(/undefined|\[object/);
        expect(text.split('\n').filter((line) => printable(line) !== line)).toEqual([]);
        expect(Math.max(...text.split('\n').map(widthOf))).toBeLessThan(70);
      }
    }
  });

  it('gives the answer as JSON, with the values', async () => {
    const id = eventOf('kernel', 'inject.deferred');
    const why = JSON.parse((await ask(`why kernel.ndjson ${id} --json`)).out);
    expect(why.decided).toEqual({ decision: 'deferred', end: 'let go after 2.6 s' });
    expect(why.rounds[0].looks[0]).toMatchObject({
      contractId: 'focus-lock-guard',
      saw: { 'gates.focusLocked': true },
      since: { 'gates.focusLocked': { value: true, atMs: 2_000 } },
    });
  });

  it('takes an operation for its first event', async () => {
    const [first] = logs.run;
    const { out } = await ask(`why run.ndjson ${first?.correlationId}`);
    expect(out).toContain('run.started');
  });

  it.each([
    ['why kernel.ndjson 12', 'ID_TOO_SHORT'],
    ['why kernel.ndjson zzzzzzzz', 'UNKNOWN_ID'],
    ['why none.ndjson abcd', 'FILE_NOT_FOUND'],
  ])('%s: %s', async (words, code) => {
    const { status, err } = await ask(words);
    expect([status, err.includes(code)]).toEqual([2, true]);
  });
});
