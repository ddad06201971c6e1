/**
 * Goal: what waits starts when its condition holds or its causes have come, never twice, never before,
 * and within a tick; what can never start is refused with the file or told with the values seen.
 * Method: whole runs in virtual time with scripted targets and signals, from the text to the report
 * and the log; the seed's sketches as they are; generated timelines against the invariants 54 to 56.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../cli/command-line.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { reportSchema } from '../../machines/report/report.ts';
import { openLog } from '../../runtime/record/log-reader.ts';
import { keptIo } from '../cli/commands/io.ts';

const folder = mkdtempSync(join(tmpdir(), 'ambush-conditions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function ambush(text: string, ...words: readonly string[]) {
  const io = keptIo(text, folder);
  const status = await commandLine([...words], io);
  return { status, ...io.said };
}

async function rehearse(text: string, ...script: readonly string[]) {
  const log = join(folder, 'session.ndjson');
  const words = ['rehearse', '-', '--quiet', '--output', '-', '--log', log, ...script];
  const { status, out, err } = await ambush(text, ...words);
  if (out === '') throw new Error(err);
  const { ambush: part } = reportSchema.parse(JSON.parse(out));
  const reading = openLog(log);
  const events: readonly Envelope[] = reading.ok ? [...reading.value.events()] : [];
  const starts = Object.fromEntries(
    part.events.map(({ id, actual }) => [id, actual?.start_ms ?? null]),
  );
  const reasons = Object.fromEntries(part.events.map(({ id, reason }) => [id, reason]));
  return { status, part, events, starts, reasons };
}

const head = 'program: ./p\nduration: 60s\nseed: 1\n';
const tick = 500;
/** A stressor of the simulated host takes so long to be there. */
const spawn = 20;

describe('a condition', () => {
  it('of the seed, verbatim: the follow-up of a crash', async () => {
    const text = `${head}events:
  - id: spike-1
    axis: cpu
    at: 0s
    for: 20s
    intensity: heavy
  - id: memory-followup
    axis: memory
    for: 30s
    intensity: medium
    start_when:
      event: spike-1
      outcome: crash
`;
    const crashed = await rehearse(text, '--crash-at', '12s');
    expect(crashed.starts['memory-followup']).toBe(12_000 + spawn);
    expect(crashed.part.run.verdict).toBe('fail');
    const [met] = crashed.events.filter(({ type }) => type === 'condition.met');
    expect(met?.payload).toMatchObject({
      ...{ clipId: 'memory-followup', role: 'start', because: 'spike-1[crash]' },
      saw: { 'event("spike-1").outcome': 'crash' },
    });
    // The crash is its cause, and is found from its start.
    const cause = crashed.events.find(({ eventId }) => eventId === met?.causationId);
    expect(cause?.type).toBe('target.crashed');
    const whole = await rehearse(text);
    expect(whole.starts['memory-followup']).toBeNull();
    expect(whole.reasons['memory-followup']).toBe(
      'it waited for spike-1[crash], and spike-1 ended as survived',
    );
    expect(whole.part.run.verdict).toBe('pass');
    const [missed] = whole.events.filter(({ type }) => type === 'condition.missed');
    expect(missed?.payload).toMatchObject({
      clipId: 'memory-followup',
      saw: { 'event("spike-1").outcome': 'survived' },
    });
  });

  it.each([
    ['{ crashes >= 1 }', ['--crash-at', '12.3s'], 12_500 + spawn],
    ['{ cpu_load > 0.7 }', ['--signal', 'cpu_load=0.9@10s..20s'], 10_000 + spawn],
    ['{ if: cpu_load > 0.7, hold: 3s }', ['--signal', 'cpu_load=0.9@10s..20s'], 13_000 + spawn],
    ['{ if: cpu_load > 0.7, hold: 30s }', ['--signal', 'cpu_load=0.9@10s..20s'], null],
    ['{ cpu_load > 0.7, elapsed_s > 15 }', ['--signal', 'cpu_load=0.9@10s..20s'], 15_500 + spawn],
    ['{ any: ["crashes > 5", { elapsed_s >= 5 }] }', [], 5_000 + spawn],
    ['{ all: [{ event: first }, "elapsed_s >= 5"] }', [], 5_000 + spawn],
    ["\"event('first').state == 'done' and elapsed_s > 1\"", [], 3_000 + spawn],
    [
      '"avg(cpu_load, 4s) > 0.7"',
      ['--signal', 'cpu_load=0@0s..10s', '--signal', 'cpu_load=1@10s..20s'],
      12_500 + spawn,
    ],
    ['{ if: elapsed_s > 30, by: 20s }', [], null],
  ])('%s', async (condition, script, startMs) => {
    const text = `${head}target: { restart: on-crash }
events:
  - { id: first, axis: disk, at: 1s, for: 2s }
  - { id: late, axis: network, for: 5s, start_when: ${condition} }
`;
    const { starts, reasons } = await rehearse(text, ...script);
    expect(starts.late).toBe(startMs);
    if (startMs === null) expect(reasons.late).toMatch(/it waited for .* \(.* was \S+\)|in time/);
  });

  it('stops what it is told to stop, which counts as whole', async () => {
    const text = `${head}events:
  - { id: load, axis: cpu, at: 1s, for: 50s, stop_when: { elapsed_s > 20 } }
`;
    const { part } = await rehearse(text);
    expect(part.events[0]).toMatchObject({ whole: true, actual: { end_ms: 20_500 } });
    expect(part.events[0]?.reason).toBe('stopped when elapsed_s > 20');
    expect(part.run.verdict).toBe('pass');
  });

  it('that stops at once leaves nothing that proves anything', async () => {
    const text = `${head}events:
  - { id: load, axis: cpu, at: 5s, for: 4s, stop_when: { cpu_load > 0.5 } }
`;
    const { part, status } = await rehearse(text, '--signal', 'cpu_load=0.9');
    expect(part.events[0]).toMatchObject({ whole: false, outcome: null, dose: { delivered: 0 } });
    expect(part.run.reasons).toEqual([
      'load was stopped when cpu_load > 0.5, after 0.0 s: too soon to prove anything.',
    ]);
    expect([part.run.verdict, status]).toEqual(['inconclusive', 3]);
    // Half a second was measured once.
    const ruled = await rehearse(
      text
        .replace(', stop_when: { cpu_load > 0.5 }', '')
        .concat(
          'constraints: { bottleneck: memory, subordinate: { cpu: { if: cpu_load > 0.5, action: stop } } }\n',
        ),
      ...['--signal', 'cpu_load=0@0s..5.2s', '--signal', 'cpu_load=0.9@5.2s..60s'],
    );
    expect(ruled.part.events[0]?.outcome).toBe('survived');
    expect(ruled.part.run.verdict).toBe('pass');
  });
});

describe('a chain', () => {
  const chained = (chains: string) => `${head}target: { restart: on-crash }
events:
  - { id: a, axis: cpu, at: 1s, for: 4s }
  - { id: b, axis: disk, at: 2s, for: 6s }
  - { id: c, axis: network, for: 3s }
  - { id: d, axis: time, for: 2s }
chains: [${chains}]
`;

  it.each([
    ['"a -> c -> d"', [], { c: 5_000, d: 8_000 }],
    ['"[a, b] -> c", "c -> d"', [], { c: 8_000, d: 11_000 }],
    ['"a -> [c, d]"', [], { c: 5_000, d: 5_000 }],
    ['"a[crash] -> c", "a[survived] -> d"', [], { c: null, d: 5_000 }],
    ['"a[crash] -> c", "a[survived] -> d"', ['--crash-at', '3s'], { c: 3_000, d: null }],
    ['"a -> c", "b -> c", "c -> d"', [], { c: 5_000, d: 8_000 }],
  ])('%s %j', async (chains, script, expected) => {
    const { starts } = await rehearse(chained(chains), ...script);
    for (const [id, startMs] of Object.entries(expected)) {
      const actual = starts[id];
      if (startMs === null) expect(actual).toBeNull();
      else expect(Math.abs((actual ?? 0) - startMs)).toBeLessThanOrEqual(2 * spawn + 20);
    }
  });

  it('waits for the end of an event that crashed the target, unless it names the crash', async () => {
    const text = chained('"a -> c", "[a, b] -> d"').replace(
      'a, axis: cpu, at: 1s, for: 4s',
      'a, axis: cpu, at: 1s, for: 9s',
    );
    const { starts } = await rehearse(text, '--crash-at', '3s');
    for (const id of ['c', 'd']) {
      expect(starts[id]).toBeGreaterThanOrEqual(10_000);
      expect(starts[id]).toBeLessThan(10_100);
    }
  });

  it('goes on without a target that is gone for good, and the run is over with it', async () => {
    const text = chained('"a[crash] -> c", "c -> d"').replace(
      'target: { restart: on-crash }\n',
      '',
    );
    const { part, starts } = await rehearse(text, '--crash-at', '3s');
    expect(starts.c).toBe(3_000 + spawn);
    expect(starts.d).toBeGreaterThan(6_000);
    expect(part.run.status).toBe('completed');
    expect(part.run.duration_ms).toBeLessThan(12_000);
  });
});

it('the plan draws what leads to what', async () => {
  const text = `${head}events:
  - { id: a, axis: cpu, at: 1s, for: 4s, stop_when: { crashes > 2 } }
  - { id: b, axis: disk, for: 6s, start_when: { if: cpu_load > 0.5, hold: 2s, by: 40s } }
  - { id: c, axis: disk, for: 6s }
chains: ["[a, b] -> c"]
`;
  const { out } = await ambush(text, 'plan', '-');
  const at = out.indexOf('  what leads to what');
  expect(out.slice(at, out.indexOf('\n\n', at))).toBe(`  what leads to what
  a  at 1s, stops when crashes > 2
  when cpu_load > 0.5 for 2s
  └─→ b  from 2s, given up at 40s
  [a, b]
  └─→ c  from 8s`);
});

it('what cannot be is told at its place', async () => {
  const text = `${head}events:
  - { id: a, axis: cpu, at: 1s, for: 4s, start_when: { crshes >= 1 } }
  - { id: b, axis: disk, for: 6s, start_when: "cpu_load > 1 or crashes >= 1" }
  - { id: c, axis: disk, for: 6s, start_when: { cpu_load > 1.5 } }
  - { id: d, axis: disk, for: 6s, start_when: { event: nobody } }
  - { id: e, axis: time, at: 10s, for: 6s, start_when: { if: crashes > 1, by: 5s } }
  - { id: f, axis: time, for: 50s }
  - { id: g, axis: time, for: 5s }
  - { id: h, axis: time, for: 5s, stop_when: { any: ["cpu_load + 1", { event: x }] } }
chains: ["e -> f -> g"]
`;
  const { status, out } = await ambush(text, 'check', '-');
  expect(status).toBe(2);
  await expect(out).toMatchFileSnapshot('../golden/condition-problems.txt');
});

const ids = ['e0', 'e1', 'e2', 'e3', 'e4', 'e5'];
const start = (at: number) =>
  fc.oneof(
    fc.nat({ max: 20 }).map((s) => `at: ${s}s`),
    fc
      .constantFrom('crashes >= 1', 'cpu_load > 0.5', 'elapsed_s > 7', 'exits > 3')
      .map((one) => `start_when: { ${one} }`),
    at === 0
      ? fc.constant('at: 1s')
      : fc
          .tuple(fc.nat({ max: at - 1 }), fc.constantFrom('any', 'crash', 'survived'))
          .map(([from, outcome]) => `start_when: { event: e${from}, outcome: ${outcome} }`),
  );
const timeline = fc.record({
  events: fc.tuple(
    ...ids.map((id, at) =>
      fc
        .tuple(start(at), fc.integer({ min: 1, max: 8 }), fc.constantFrom('cpu', 'disk', 'time'))
        .map(([how, length, axis]) => `  - { id: ${id}, axis: ${axis}, for: ${length}s, ${how} }`),
    ),
  ),
  restart: fc.constantFrom('never', 'on-crash'),
  crash: fc.option(fc.nat({ max: 25 }), { nil: undefined }),
  load: fc.option(fc.nat({ max: 20 }), { nil: undefined }),
});

it('whatever waits for whatever, nobody starts twice, nor before its cause, and everyone on time', async () => {
  await fc.assert(
    fc.asyncProperty(timeline, async ({ events: lines, restart, crash, load }) => {
      const text = `${head}target: { restart: ${restart} }\nevents:\n${lines.join('\n')}\n`;
      const { events, part } = await rehearse(
        text,
        ...(crash === undefined ? [] : ['--crash-at', `${crash}.2s`]),
        ...(load === undefined ? [] : ['--signal', `cpu_load=0.9@${load}s..${load + 5}s`]),
      );
      const byId = new Map(events.map((event) => [event.eventId, event]));
      for (const [at, id] of ids.entries()) {
        const own = events.filter(({ payload }) => payload.clipId === id);
        const starts = own.filter(({ type }) => type === 'clip.started');
        const met = own.filter(({ type }) => type === 'condition.met');
        expect(starts.length).toBeLessThanOrEqual(1);
        expect(met.length).toBeLessThanOrEqual(1);
        const [started] = starts;
        const isPlanned = lines[at]?.includes('at: ') ?? false;
        if (!started || isPlanned) continue;
        // It follows from the very fact or tick that its condition held at, which came before.
        expect(met).toHaveLength(1);
        const cause = byId.get(met[0]?.causationId ?? '');
        expect(events.indexOf(cause as Envelope)).toBeLessThan(events.indexOf(started));
        const skew = Number(started.payload.atMs) - Number(met[0]?.payload.atMs);
        expect(skew).toBeGreaterThanOrEqual(0);
        expect(skew).toBeLessThanOrEqual(tick + 250);
      }
      for (const { id, state, condition_met } of part.events) {
        const isPlanned = lines[ids.indexOf(id)]?.includes('at: ') ?? false;
        expect(condition_met === undefined).toBe(isPlanned);
        if (state === 'done' && !isPlanned) expect(condition_met).toBe(true);
      }
    }),
    { numRuns: 30 },
  );
});
