/**
 * Goal: what a timeline expects is judged at every tick, at some tick or in the end, from the samples
 * and the facts; a broken expectation fails the run, one of which nothing is known leaves it open.
 * Method: rehearsals from the text to the report, the log and the exit status, in virtual time.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ambush, payloads, rehearse, expecting as timeline } from './rehearsals.ts';

const loads = ['--signal', 'cpu_load=0.2@0s..10s', '--signal', 'cpu_load=0.9@10s..15s'].concat([
  ...['--signal', 'cpu_load=0.3@15s..40s'],
]);
const crash = ['--crash-at', '5.2s'];
const silencing = ['--signal', 'io_latency_ms=60@3s..4s'];

describe('an expectation', () => {
  it.each([
    // What asks for an instant must hold at all of them; the first breach is told.
    ['cpu_load < 0.95', loads, 'always', 'kept', 31_000, { cpu_load: 0.3 }],
    ['cpu_load < 0.5', loads, 'always', 'broken', 10_000, { cpu_load: 0.9 }],
    ['{ always: crashes == 0 }', crash, 'always', 'broken', 5_500, { crashes: 1 }],
    ['{ always: { cpu_load < 0.5 } }', loads, 'always', 'broken', 10_000, { cpu_load: 0.9 }],
    // What sums the run up is asked in the end, over the whole of it.
    ['crashes == 0', crash, 'finally', 'broken', 31_000, { crashes: 1 }],
    ['{ crashes == 0 }', [], 'finally', 'kept', 31_000, { crashes: 0 }],
    ['restarts == 1', crash, 'finally', 'kept', 31_000, { restarts: 1 }],
    ['max(cpu_load) > 0.8', loads, 'finally', 'kept', 31_000, { 'max(cpu_load)': 0.9 }],
    ['p95(cpu_load) < 0.5', loads, 'finally', 'broken', 31_000, { 'p95(cpu_load)': 0.9 }],
    ['"max(cpu_load, 4s) < 0.5"', loads, 'finally', 'kept', 31_000, { 'max(cpu_load, 4s)': 0.3 }],
    [
      "event('load').outcome == 'survived'",
      crash,
      'finally',
      'broken',
      31_000,
      { 'event("load").outcome': 'crash' },
    ],
    ['{ finally: cpu_load < 0.5 }', loads, 'finally', 'kept', 31_000, { cpu_load: 0.3 }],
    // At least once: told when it was seen, and when it never was.
    ['{ sometimes: cpu_load > 0.8 }', loads, 'sometimes', 'kept', 10_000, { cpu_load: 0.9 }],
    ['{ sometimes: cpu_load > 0.95 }', loads, 'sometimes', 'broken', 31_000, { cpu_load: 0.3 }],
    // Nothing is known of it at any tick.
    ['io_latency_ms < 50', [], 'always', 'unavailable', 31_000, { io_latency_ms: null }],
    ['{ sometimes: io_latency_ms > 1 }', [], 'sometimes', 'unavailable', 31_000, {}],
    ['p95(io_latency_ms) < 50', [], 'finally', 'unavailable', 31_000, {}],
    // A signal that is there for a while is judged by what it was then.
    ['io_latency_ms < 50', ['--signal', 'io_latency_ms=60@3s..4s'], 'always', 'broken', 3_000, {}],
    ['io_latency_ms < 50', ['--signal', 'io_latency_ms=6@3s..4s'], 'always', 'kept', 31_000, {}],
    // Of the last seconds of a signal that fell silent, what was known last counts.
    ['"max(io_latency_ms, 4s) < 50"', silencing, 'finally', 'broken', 31_000, {}],
  ])('%s %j is %s: %s', async (expected, script, kind, judgement, atMs, saw) => {
    const { status, part, events } = await rehearse(timeline(`  - ${expected}`), ...script);
    const [judged, ...more] = payloads(events, 'expectation.judged');
    expect(more).toEqual([]);
    expect(judged).toMatchObject({ index: 0, kind, judgement, saw });
    expect(part.expectations).toMatchObject([{ kind, judgement, saw }]);
    const told = part.expectations?.[0]?.at_ms ?? 0;
    if (atMs < 31_000) expect(Math.abs(told - atMs)).toBeLessThanOrEqual(1);
    else expect(told).toBeGreaterThanOrEqual(30_000);
    const isCrashed = script === crash;
    const verdict =
      judgement === 'broken' || isCrashed ? 'fail' : judgement === 'kept' ? 'pass' : 'inconclusive';
    expect([part.run.verdict, status]).toEqual([
      verdict,
      { pass: 0, fail: 1, inconclusive: 3 }[verdict],
    ]);
  });

  it('asks about a signal that is not told, which is told beforehand and once', async () => {
    const text = timeline('  - io_latency_ms < 50');
    const { part } = await rehearse(text);
    expect(part.unavailable).toMatchObject([
      {
        signal: 'io_latency_ms',
        readers: [{ of: 'run', role: 'expect', text: 'io_latency_ms < 50' }],
      },
    ]);
  });

  it('sees what happened after the last tick', async () => {
    const text = timeline('  - crashes == 0').replace('duration: 30s', 'duration: 30.3s');
    const { part } = await rehearse(text, '--crash-at', '30.1s');
    expect(part.expectations).toMatchObject([{ judgement: 'broken', saw: { crashes: 1 } }]);
  });

  it('of a target that is gone is judged by what was seen of it last', async () => {
    const text = timeline(`  - { finally: target.threads < 9 }
  - { finally: target.threads > 9 }
  - restarts == 0
  - crashes == 1`).replace('{ restart: on-crash }', '{}');
    const { part } = await rehearse(text, '--signal', 'target.threads=5', '--crash-at', '5.2s');
    expect(part.expectations).toMatchObject([
      { judgement: 'kept', saw: { 'target.threads': 5 } },
      { judgement: 'broken', saw: { 'target.threads': 5 } },
      { judgement: 'kept', saw: { restarts: 0 } },
      { judgement: 'kept', saw: { crashes: 1 } },
    ]);
  });

  it('is told to a person, each in its words', async () => {
    const { part, told } = await rehearse(
      timeline(`  - cpu_load < 0.5
  - { sometimes: cpu_load > 0.95 }
  - p95(cpu_load) < 0.5
  - io_latency_ms < 50
  - crashes == 0`),
      ...loads,
    );
    expect(part.run.reasons).toEqual([
      'Expected cpu_load < 0.5 at all times, which was broken at 10.0 s: cpu_load was 0.9.',
      'Expected cpu_load > 0.95 to be seen at least once, which it was not: cpu_load was 0.3.',
      'Expected p95(cpu_load) < 0.5 in the end, which did not hold: p95(cpu_load) was 0.9.',
      'Whether io_latency_ms < 50 held could not be judged: nothing is known of io_latency_ms.',
    ]);
    const at = told.indexOf('  expected\n');
    expect(told.slice(at, told.indexOf('\n\n', at))).toBe(`  expected
  BROKEN      cpu_load < 0.5, at every tick (cpu_load was 0.9)
  BROKEN      cpu_load > 0.95, at least once (cpu_load was 0.3)
  BROKEN      p95(cpu_load) < 0.5, in the end (p95(cpu_load) was 0.9)
  unknown     io_latency_ms < 50, at every tick (io_latency_ms was unknown)
  kept        crashes == 0, in the end (crashes was 0)`);
    expect(told).toMatch(/\+10\.0s {2}expect +broken: cpu_load < 0\.5 \(cpu_load was 0\.9\)/);
  });

  it('of a run that was cut short is not judged, unless it was broken before', async () => {
    const text = timeline(
      `  - cpu_load < 0.5
  - { sometimes: cpu_load > 0.95 }
  - crashes == 0
  - recovered within 5s`,
      'abort_when: elapsed_s >= 12\n',
    );
    const { part, status } = await rehearse(text, ...loads);
    expect(part.expectations?.map(({ judgement }) => judgement)).toEqual([
      ...['broken', 'unjudged', 'unjudged', 'unjudged'],
    ]);
    expect([part.run.status, part.run.verdict, status]).toEqual(['aborted', 'fail', 5]);
  });
});

it('the plan lists what is expected, and how long the run may go on', async () => {
  const text = timeline(`  - crashes == 0
  - cpu_load < 0.99
  - { sometimes: cpu_load > 0.5 }
  - recovered within 10s`);
  const { out } = await ambush(text, 'plan', '-');
  const at = out.indexOf('  expects');
  expect(out.slice(at, out.indexOf('\n\n', at))).toBe(`  expects
  crashes == 0, in the end
  cpu_load < 0.99, at every tick
  cpu_load > 0.5, at least once
  recovered within 10s
  after the last stress the run waits up to 10.0 s for the target to be well`);
  const { out: json } = await ambush(text, 'plan', '-', '--json');
  expect(JSON.parse(json)).toMatchObject({
    expect: [
      { kind: 'finally', expects: 'crashes == 0' },
      { kind: 'always', expects: 'cpu_load < 0.99' },
      { kind: 'sometimes', expects: 'cpu_load > 0.5' },
      { kind: 'recovered', expects: 'recovered within 10s', within_ms: 10_000 },
    ],
  });
});

type Sample = { readonly atMs: number; readonly host: { readonly cpuLoad: number } };

/** The same judgements by a plain look at all the samples of the log. */
const oracles: Readonly<Record<string, (loads: readonly number[]) => boolean>> = {
  'cpu_load < 0.6': (all) => all.every((one) => one < 0.6),
  '{ sometimes: cpu_load > 0.8 }': (all) => all.some((one) => one > 0.8),
  '{ finally: cpu_load < 0.5 }': (all) => (all.at(-1) ?? 1) < 0.5,
  'avg(cpu_load) < 0.5': (all) => all.reduce((sum, one) => sum + one, 0) / all.length < 0.5,
  'max(cpu_load) <= 0.7': (all) => Math.max(...all) <= 0.7,
  'p95(cpu_load) < 0.75': (all) =>
    (all.toSorted((a, b) => a - b)[Math.ceil(all.length * 0.95) - 1] ?? 1) < 0.75,
};

it('what is recorded decides the same, however the load goes', async () => {
  const text = timeline(
    Object.keys(oracles)
      .map((one) => `  - ${one}`)
      .join('\n'),
  );
  const share = fc.integer({ min: 0, max: 10 }).map((tenths) => tenths / 10);
  const loads = fc.array(fc.tuple(share, fc.nat({ max: 31 })), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(loads, async (given) => {
      const script = given.flatMap(([load, from]) => [
        ...['--signal', `cpu_load=${load}@${from}s..${from + 6}s`],
      ]);
      const { part, events } = await rehearse(text, ...script);
      const end = events.findIndex(({ type }) => type === 'target.stop.requested');
      const seen = events.slice(0, end).filter(({ type }) => type === 'sample.taken');
      const all = seen.map(({ payload }) => (payload as Sample).host.cpuLoad);
      expect(part.expectations?.map(({ judgement }) => judgement === 'kept')).toEqual(
        Object.values(oracles).map((oracle) => oracle(all)),
      );
      const mean = all.reduce((sum, one) => sum + one, 0) / all.length;
      const average = part.expectations?.find(({ expects }) => expects.startsWith('avg'));
      expect(average?.saw['avg(cpu_load)']).toBeCloseTo(mean, 12);
    }),
    { numRuns: 20 },
  );
});

it('the same file, script and seed give the same log and report, byte for byte', async () => {
  const text = timeline(
    `  - cpu_load < 0.5
  - { sometimes: cpu_load > 0.8 }
  - p95(cpu_load) < 0.95
  - { recovered: cpu_load < 0.5, within: 5s }`,
    'abort_when: { crashes > 5, elapsed_s > 3 }\n',
  );
  const script = [...loads, ...crash];
  const [one, other] = [await rehearse(text, ...script), await rehearse(text, ...script)];
  expect(one.log.length).toBeGreaterThan(10_000);
  expect(other.log).toBe(one.log);
  expect(other.report).toBe(one.report);
});
