/**
 * One plan and one report that the screens are drawn from in tests: two lanes on two cores, a
 * program with a hostile name, a crash in the middle.
 */
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import type { AmbushPart } from '../../../machines/report/ambush.ts';
import type { Plan } from '../../../machines/timeline/timeline.ts';

const mebibyte = 1024 * 1024;

export const plan: Plan = {
  program: { command: './server\u001b[2J', args: [], env: {} },
  durationMs: 40_000,
  seed: 42,
  target: {
    restart: { policy: 'on-crash', atMost: 5 },
    stop: { signal: 'SIGTERM', graceMs: 5000 },
    priority: 'polite',
  },
  limits: { memory: { percent: 80 }, diskBytes: 2 * 1024 * mebibyte },
  lanes: [
    { axis: 'cpu', name: 'cpu' },
    { axis: 'memory', name: 'memory' },
  ],
  timelineHash: 'a'.repeat(64),
  events: [
    {
      id: 'spike-1',
      axis: 'cpu',
      lane: 0,
      startMs: 0,
      durationMs: 10_000,
      intensity: 'heavy',
      args: [],
      dose: { unit: 'percent', from: 75, to: 75 },
    },
    {
      id: 'climb',
      axis: 'cpu',
      lane: 0,
      startMs: 20_000,
      durationMs: 20_000,
      intensity: { shape: 'ramp', from: { percent: 10 }, to: { percent: 90 } },
      args: [],
      dose: { unit: 'percent', from: 10, to: 90 },
    },
    {
      id: 'hold',
      axis: 'memory',
      lane: 1,
      startMs: 5_000,
      durationMs: 25_000,
      intensity: 'medium',
      args: [],
      dose: { unit: 'bytes', from: 512 * mebibyte, to: 512 * mebibyte },
    },
  ],
};

let seq = 0;

export function envelope(type: string, payload: Readonly<Record<string, unknown>>): Envelope {
  seq += 1;
  return {
    eventId: '00000000-0000-4000-8000-000000000001',
    correlationId: '00000000-0000-4000-8000-000000000002',
    causationId: null,
    type,
    source: 'test',
    paneId: 'system',
    ts: 1_700_000_000_000 + seq,
    seq,
    payload,
  };
}

const start = { seed: 42, durationMs: 40_000, timelineHash: '', events: 3, cadenceMs: 500 };

/** What is said in a run up to 25 s, in the order of the bus. */
export const said: readonly Envelope[] = [
  envelope('run.started', start),
  envelope('target.start.requested', { atMs: 0, life: 1, program: './server', args: {}, env: {} }),
  envelope('target.started', { atMs: 60, life: 1, pid: 4711 }),
  envelope('target.ready', { atMs: 200, life: 1 }),
  envelope('run.origin.set', { countInMs: 750, sinceStartMs: 950 }),
  envelope('clip.armed', { atMs: -500, clipId: 'spike-1' }),
  envelope('clip.started', { atMs: 0.3, clipId: 'spike-1', skewMs: 0.3 }),
  envelope('stressor.measured', { atMs: 500, clipId: 'spike-1', asked: 75, delivered: 74.8 }),
  envelope('clip.started', { atMs: 5_000.4, clipId: 'hold', skewMs: 0.4 }),
  envelope('stressor.limited', { atMs: 5_100, clipId: 'hold', reason: 'the floor\u001b[0m' }),
  envelope('stressor.measured', {
    atMs: 6_000,
    clipId: 'hold',
    asked: 512 * mebibyte,
    delivered: 498.4 * mebibyte,
  }),
  envelope('clip.stopped', {
    atMs: 10_000.2,
    clipId: 'spike-1',
    unit: 'percent',
    asked: 75,
    delivered: 74.8,
    detail: {},
  }),
  envelope('target.crashed', {
    atMs: 12_345.6,
    life: 1,
    signal: 'SIGSEGV',
    core: true,
    active: ['hold'],
  }),
  envelope('target.start.requested', { atMs: 12_350, life: 2, program: './server', args: {} }),
  envelope('target.started', { atMs: 12_400, life: 2, pid: 4812 }),
  envelope('target.ready', { atMs: 12_500, life: 2 }),
  envelope('clip.started', { atMs: 20_000.2, clipId: 'climb', skewMs: 0.2 }),
  envelope('stressor.measured', { atMs: 24_900, clipId: 'climb', asked: 29.6, delivered: 29.5 }),
  envelope('sample.taken', {
    atMs: 25_000,
    tick: 50,
    missed: 0,
    overheadMs: 0.4,
    host: {
      cpuLoad: 0.834,
      memoryUsed: 0.41,
      cpuPressure: 0.2,
      memoryPressure: 0,
      ioPressure: 0.02,
    },
    target: {
      cpu: 0.42,
      rssBytes: 34 * mebibyte,
      readBytesPerS: 0,
      writeBytesPerS: 0,
      threads: 11,
      fds: 21,
      processes: 1,
    },
  }),
];

const leftovers = [{ kind: 'process', name: '7', reason: 'x' }] as const;
/** The rest of the same run. */
export const saidAtTheEnd: readonly Envelope[] = [
  envelope('clip.failed', { atMs: 27_000, clipId: 'climb', reason: 'its process was killed' }),
  envelope('clip.skipped', { atMs: 28_000, clipId: 'hold', reason: 'the target had ended' }),
  envelope('target.hung', { atMs: 28_500, life: 2, reason: 'no answer in 2 s', active: [] }),
  envelope('run.stop.requested', { atMs: 29_000, reason: 'interrupt' }),
  envelope('target.stop.requested', { atMs: 29_000, life: 2, signal: 'SIGTERM', graceMs: 5000 }),
  envelope('target.stopped', { atMs: 29_100, life: 2, killed: true }),
  envelope('target.exited', { atMs: 29_200, life: 3, code: 0, active: [] }),
  envelope('target.spawn.failed', { atMs: 29_300, life: 4, reason: 'ENOENT' }),
  envelope('target.unkillable', { atMs: 29_400, life: 5, reason: 'state D' }),
  envelope('event.dropped', { droppedCount: 3, stage: 'bus.lane-b', reason: 'queue_full' }),
  envelope('bus.error', { stage: 'subscriber', eventType: 'clip.started', reason: 'x' }),
  envelope('run.ended', { atMs: 30_000, status: 'interrupted', leftovers, orphanGuard: 'x' }),
];

const crashed: AmbushPart['target']['lives'][number] = {
  life: 1,
  pid: 4711,
  start_ms: -690,
  end_ms: 12_345.6,
  outcome: { kind: 'signalled', signal: 'SIGSEGV', core: true },
  output_tail: 'listening on 8080\n',
  stderr_tail:
    'one\ntwo\nthree\nwarning: cache is full\n\u001b[31mfatal:\u001b[0m allocation of 8388608 ' +
    'bytes failed while growing the table of sessions from 65536 to 131072 entries\n' +
    'at src/cache.c:112\u0007\n',
  output_bytes: 4096,
  peak_rss_bytes: 60 * mebibyte,
  killed: false,
};

/** The report of that run, had it gone to its end. */
export const failing: AmbushPart = {
  schema: 'ambush.report/1',
  run: {
    id: '00000000-0000-4000-8000-000000000002',
    status: 'completed',
    verdict: 'fail',
    cleanup: 'clean',
    reasons: [
      'The target crashed at 12.3 s while hold was active (SIGSEGV, core dumped).',
      'climb failed: its process was killed.',
      'hold got 201 MiB of the 512 MiB asked (39 %): limit reached, 10 % of memory is kept free.',
    ],
    seed: 42,
    started_at: '2026-01-01T00:00:00.000Z',
    duration_ms: 41_234,
    origin_ms: 950,
    timeline_hash: 'a'.repeat(64),
    leftovers: [],
    orphan_guard: 'cgroup.kill',
    dropped_telemetry: 0,
  },
  host: { os: 'linux', kernel: '6.1.0', cpus: 2, memory_bytes: 8 * 1024 * mebibyte, backends: [] },
  target: {
    command: ['./server\u001b[2J', '--port', '8080'],
    priority: 'polite',
    lives: [
      crashed,
      {
        ...crashed,
        life: 2,
        pid: 4812,
        start_ms: 12_400,
        end_ms: 40_100,
        outcome: { kind: 'deadline' },
        stderr_tail: '',
      },
    ],
  },
  source: './src',
  events: [
    {
      id: 'spike-1',
      axis: 'cpu',
      track: 'cpu',
      state: 'done',
      outcome: 'survived',
      planned: { start_ms: 0, end_ms: 10_000 },
      actual: { start_ms: 0.3, end_ms: 10_000.2 },
      start_skew_ms: 0.3,
      whole: true,
      intensity: 'heavy',
      dose: { unit: 'percent', asked: 75, delivered: 74.8, ok: true, detail: {}, limited: [] },
      cause: '00000000-0000-4000-8000-000000000003',
    },
    {
      id: 'climb',
      axis: 'cpu',
      track: 'cpu',
      state: 'failed',
      outcome: null,
      reason: 'its process was killed',
      planned: { start_ms: 20_000, end_ms: 40_000 },
      actual: { start_ms: 20_000.2, end_ms: 27_000 },
      start_skew_ms: 0.2,
      whole: false,
      intensity: { shape: 'ramp', from: '10%', to: '90%' },
      dose: null,
      cause: '00000000-0000-4000-8000-000000000004',
    },
    {
      id: 'hold',
      axis: 'memory',
      track: 'memory',
      state: 'done',
      outcome: 'crash',
      planned: { start_ms: 5_000, end_ms: 30_000 },
      actual: { start_ms: 5_000.4, end_ms: 30_000 },
      start_skew_ms: 0.4,
      whole: true,
      intensity: 'medium',
      dose: {
        unit: 'bytes',
        asked: 512 * mebibyte,
        delivered: 201 * mebibyte,
        ok: false,
        detail: {},
        limited: ['10 % of memory is kept free: 201 MiB of 512 MiB taken'],
      },
      cause: '00000000-0000-4000-8000-000000000005',
    },
  ],
  crashes: [
    {
      at_ms: 12_345.6,
      life: 1,
      signal: 'SIGSEGV',
      core: true,
      segment: 2,
      active: ['hold'],
      chain: ['spike-1', 'hold'],
      causes: [
        'run.started',
        'run.origin.set',
        'clip.scheduled',
        'clip.started',
        'target.crashed',
      ].map((type) => ({ eventId: '00000000-0000-4000-8000-000000000006', type, source: 'test' })),
      eventId: '00000000-0000-4000-8000-000000000007',
    },
  ],
  segments: [],
  metrics: { target: {}, host: {} },
  sampler: { cadence_ms: 500, ticks: 80, missed: 0, not_kept: 0, overhead_ms_p99: 0.9 },
};

/** A program that held out. */
export const passing: AmbushPart = {
  ...failing,
  run: { ...failing.run, verdict: 'pass', reasons: [] },
  target: { ...failing.target, command: ['./server'], lives: failing.target.lives.slice(1) },
  events: failing.events.slice(0, 1),
  crashes: [],
};
