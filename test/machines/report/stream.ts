/**
 * Streams of envelopes written by hand: a speaker with ids that count up, so that reports made
 * of them are the same every time, and a plan with three events on two axes.
 */
import type { Leftover, TargetLife } from '../../../machines/hands/messages.ts';
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import type { EventType, PayloadOf } from '../../../machines/kernel/events/registry.ts';
import { foldReport } from '../../../machines/report/fold.ts';
import type { Report, ReportInput } from '../../../machines/report/report.ts';
import type { DoseTables, HostFacts } from '../../../machines/timeline/axis.ts';
import type { Plan, PlannedEvent } from '../../../machines/timeline/timeline.ts';

const mebibyte = 1_048_576;
/** Wall clock at `run.started`: 2026-02-09T12:00:00Z. */
export const startedAtMs = 1_770_638_400_000;
/** The origin lies this long after the start, and at this time of the hands. */
export const sinceStartMs = 1_000;
export const originMs = 50_000;

export const facts: HostFacts = {
  os: 'linux',
  kernel: '6.1.0',
  cpus: 2,
  memoryBytes: 4_096 * mebibyte,
  memoryAvailableBytes: 3_072 * mebibyte,
  diskBytes: 100_000 * mebibyte,
  diskFreeBytes: 50_000 * mebibyte,
};

const tenths = { light: 0.1, medium: 0.3, heavy: 0.6, extreme: 0.9, full: 1 } as const;
const percents = { light: 25, medium: 50, heavy: 75, extreme: 100, full: 100 } as const;
export const doses: DoseTables = {
  cpu: { axis: 'cpu', unit: 'percent', scale: 'absolute', ...percents },
  memory: { axis: 'memory', unit: 'bytes', scale: 'share-of-memory', ...tenths },
  disk: { axis: 'disk', unit: 'bytes/s', scale: 'absolute', ...percents },
  network: { axis: 'network', unit: 'bytes/s', scale: 'absolute', ...percents },
  concurrency: { axis: 'concurrency', unit: 'threads', scale: 'per-cpu', ...percents },
  time: { axis: 'time', unit: 'percent', scale: 'absolute', ...percents },
};

export function planned(
  part: Partial<PlannedEvent> & Pick<PlannedEvent, 'id' | 'startMs' | 'durationMs'>,
): PlannedEvent {
  return {
    axis: 'cpu',
    lane: 0,
    intensity: 'heavy',
    args: [],
    dose: { unit: 'percent', from: 75, to: 75 },
    ...part,
  };
}

export const hold = planned({
  id: 'hold',
  axis: 'memory',
  lane: 1,
  startMs: 2_000,
  durationMs: 6_000,
  intensity: { percent: 25 },
  dose: { unit: 'bytes', from: 1_024 * mebibyte, to: 1_024 * mebibyte },
});

/** `spike` from 0 to 4 s and `again` from 6 to 10 s on cpu, `hold` from 2 to 8 s on memory. */
export function planOf(events: readonly PlannedEvent[] = threeEvents): Plan {
  return {
    program: { command: './server', args: ['--port', '0'], env: {} },
    durationMs: 12_000,
    seed: 42,
    target: {
      restart: { policy: 'never', atMost: 5 },
      stop: { signal: 'SIGTERM', graceMs: 5_000 },
      priority: 'polite',
    },
    limits: { memory: { percent: 80 }, diskBytes: 2_048 * mebibyte },
    lanes: [
      { axis: 'cpu', name: 'cpu' },
      { axis: 'memory', name: 'memory' },
    ],
    timelineHash: 'a'.repeat(64),
    events,
  };
}

export const threeEvents = [
  planned({ id: 'spike', startMs: 0, durationMs: 4_000 }),
  planned({
    id: 'again',
    startMs: 6_000,
    durationMs: 4_000,
    intensity: { shape: 'ramp', from: { percent: 10 }, to: { percent: 90 } },
    dose: { unit: 'percent', from: 10, to: 90 },
  }),
  hold,
] as const;

export function inputOf(plan: Plan = planOf()): ReportInput {
  return {
    plan,
    facts,
    doses,
    backends: [{ axis: 'cpu', backend: 'portable', why: 'works everywhere' }],
  };
}

export function lifeOf(part: Partial<TargetLife> = {}): TargetLife {
  return {
    life: 1,
    pid: 4_242,
    startMs: originMs - 900,
    endMs: originMs + 12_100,
    outcome: { kind: 'deadline' },
    outputTail: 'listening\n',
    stderrTail: '',
    outputBytes: 10,
    peakRssBytes: 50 * mebibyte,
    killed: false,
    ...part,
  };
}

/** What the hands told of the end, besides what a stream says by itself. */
export interface Outcome {
  readonly status: PayloadOf<'run.ended'>['status'];
  readonly lives: readonly TargetLife[];
  readonly leftovers: readonly Leftover[];
}

export function outcomeOf(part: Partial<Outcome> = {}): Outcome {
  return { status: 'completed', lives: [lifeOf()], leftovers: [], ...part };
}

/** The report of a stream whose lives and end are told as well, the end if the stream has one. */
export function reportOf(
  input: ReportInput,
  said: readonly Envelope[],
  outcome: Outcome = outcomeOf(),
): Report {
  const { lives, status, leftovers } = outcome;
  const stream = createStream();
  const reached = said.some(({ type }) => type === 'run.origin.set');
  const zeroMs = reached ? originMs : originMs - sinceStartMs;
  for (const { startMs, endMs, outputTail: _, stderrTail: __, ...facts } of lives) {
    const at = { startMs: startMs - zeroMs, atMs: endMs - zeroMs };
    stream.say('target.ended', { ...facts, ...at });
  }
  const ends = said.map((one) =>
    one.type === 'run.ended' ? { ...one, payload: { ...one.payload, status, leftovers } } : one,
  );
  return foldReport(input, [...ends, ...stream.said], lives);
}

export interface Stream {
  readonly said: readonly Envelope[];
  say<Type extends EventType>(type: Type, payload: PayloadOf<Type>, cause?: Envelope): Envelope;
  /** `run.started`, the target's start, the origin; returns the envelope of the origin. */
  begin(): Envelope;
  /** A whole clip without its stop: scheduled, armed, started; returns `clip.started`. */
  start(event: PlannedEvent, atMs?: number, cause?: Envelope): Envelope;
  stop(event: PlannedEvent, atMs: number, delivered?: number): Envelope;
  sample(atMs: number, load?: number, rssBytes?: number): Envelope;
  end(atMs?: number): Envelope;
}

export function createStream(): Stream {
  const said: Envelope[] = [];
  let tick = 0;
  const id = (kind: number, n: number) =>
    `${kind}0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const stream: Stream = {
    said,
    say(type, payload, cause) {
      const n = said.length + 1;
      const envelope: Envelope = {
        eventId: id(1, n),
        correlationId: cause?.correlationId ?? id(2, n),
        causationId: cause?.eventId ?? null,
        type,
        source: type.slice(0, type.indexOf('.')),
        paneId: 'system',
        ts: startedAtMs + n - 1,
        seq: n,
        payload,
      };
      said.push(envelope);
      return envelope;
    },
    begin() {
      const facts = { seed: 42, durationMs: 12_000, timelineHash: 'a'.repeat(64) };
      const run = stream.say('run.started', { ...facts, events: 3, cadenceMs: 500 });
      stream.say('target.started', { atMs: 100, life: 1, pid: 4_242 }, run);
      return stream.say('run.origin.set', { countInMs: 750, sinceStartMs }, run);
    },
    start(event, atMs = event.startMs, cause) {
      const { id: clipId, axis, startMs, durationMs, dose } = event;
      const about = { atMs: 0, clipId, axis, track: axis, startMs, durationMs, ...dose };
      const scheduled = stream.say('clip.scheduled', about, cause);
      const asked = stream.say('stressor.arm.requested', { atMs: 0, clipId, axis }, scheduled);
      const armed = stream.say('clip.armed', { atMs: 0, clipId }, asked);
      return stream.say('clip.started', { atMs, clipId, skewMs: atMs - event.startMs }, armed);
    },
    stop(event, atMs, share = 1) {
      const { unit, from, to } = event.dose;
      const asked = (from + to) / 2;
      const dose = { unit, asked, delivered: asked * share, detail: {} };
      return stream.say('clip.stopped', { atMs, clipId: event.id, ...dose });
    },
    sample(atMs, load = 0.5, rssBytes = 10 * mebibyte) {
      tick += 1;
      const pressures = { cpuPressure: null, memoryPressure: 0.25, ioPressure: 0 };
      return stream.say('sample.taken', {
        atMs,
        tick,
        missed: 0,
        overheadMs: 0.25,
        host: { cpuLoad: load, memoryUsed: 0.5, ...pressures },
        target: {
          cpu: 0.1,
          rssBytes,
          readBytesPerS: null,
          writeBytesPerS: 0,
          threads: 3,
          fds: 12,
          processes: 1,
        },
      });
    },
    end(atMs = 12_500) {
      const orphanGuard = 'cgroup';
      return stream.say('run.ended', { atMs, status: 'completed', leftovers: [], orphanGuard });
    },
  };
  return stream;
}

/** A run in which all went as planned: a sample every half second, every dose delivered. */
export function goodRun(): Stream {
  const stream = createStream();
  const [spike, again] = threeEvents;
  const origin = stream.begin();
  const started = stream.start(spike, 0.5);
  stream.start(hold, 2_000.25);
  for (let atMs = 0; atMs <= 12_000; atMs += 500) stream.sample(atMs);
  stream.stop(spike, 4_000);
  stream.start(again, 6_000.125);
  stream.stop(hold, 8_000);
  stream.stop(again, 10_000);
  stream.say('run.stop.requested', { atMs: 12_000, reason: 'duration' }, origin);
  stream.say('target.stop.requested', { atMs: 12_000, life: 1, signal: 'SIGTERM', graceMs: 5_000 });
  stream.say('target.stopped', { atMs: 12_100, life: 1, killed: false }, started);
  stream.end();
  return stream;
}
