/**
 * A whole run on the simulated host: the real hands, actors, bus and report; clock, processes
 * and sensors are played.
 */

import { createLocalHands } from '../../actors/hands/local-hands.ts';
import type { Run, RunOutcome } from '../../actors/run.ts';
import { startRun } from '../../actors/system.ts';
import type { Envelope } from '../../machines/kernel/envelope.ts';
import { createReportFold } from '../../machines/report/fold.ts';
import type { Report, ReportInput } from '../../machines/report/report.ts';
import {
  type Axis,
  doseOf,
  type HostFacts,
  type Intensity,
  sideChainOf,
} from '../../machines/timeline/axis.ts';
import type { Plan, TargetPolicy } from '../../machines/timeline/timeline.ts';
import { createBus } from '../../runtime/bus/bus.ts';
import {
  createSimulatedHost,
  type SimulatedHost,
  simulatedStressor,
} from '../../runtime/host/simulated-host.ts';
import type { SimulatedProgram } from '../../runtime/host/simulated-program.ts';
import { doseTables } from '../../stressors/doses.ts';
import { type SimulatedStress, simulatedStressorProgram } from '../../stressors/simulated.ts';

export interface Score {
  readonly id: string;
  readonly axis: Axis;
  readonly at: number;
  readonly for: number;
  readonly intensity?: Intensity;
}

/** The seed's example, as a score. */
export const twoMinutes: readonly Score[] = [
  { id: 'cpu-1', axis: 'cpu', at: 0, for: 30_000, intensity: 'light' },
  { id: 'cpu-2', axis: 'cpu', at: 30_000, for: 30_000, intensity: 'heavy' },
  { id: 'memory-1', axis: 'memory', at: 10_000, for: 40_000 },
  { id: 'disk-1', axis: 'disk', at: 60_000, for: 20_000, intensity: 'light' },
];

export interface Stage {
  readonly seed?: number;
  readonly score: readonly Score[];
  /** Milliseconds; the last planned end unless told otherwise. */
  readonly durationMs?: number;
  readonly target: SimulatedProgram;
  readonly policy?: Partial<TargetPolicy>;
  readonly stress?: (clipId: string) => SimulatedStress;
  readonly facts?: Partial<HostFacts>;
  readonly constraints?: Plan['constraints'];
  /** Shares of time that tasks of the host wait, 0 to 1; they never do unless told otherwise. */
  readonly pressure?: (virtualMs: number) => Partial<Record<'cpu' | 'memory' | 'io', number>>;
  readonly spawnErrors?: Readonly<Record<number, string>>;
  readonly guardLostAtMs?: number;
  readonly guardNeverCloses?: boolean;
  /** How far the head's monotonic clock is ahead of that of the hands; 0 unless told otherwise. */
  readonly headAheadMs?: number;
  /** Called once the run is under way, to set timers on the virtual clock. */
  readonly during?: (run: Run, host: SimulatedHost) => void;
}

export interface Played {
  readonly outcome: RunOutcome;
  readonly events: readonly Envelope[];
  readonly input: ReportInput;
  readonly report: Report;
  readonly host: SimulatedHost;
  /** The session log as it would be written. */
  readonly log: string;
}

const longestRunMs = 24 * 3_600_000;

export async function play(stage: Stage): Promise<Played> {
  const host = underPressure(stage, {
    seed: stage.seed ?? 1,
    programs: { target: stage.target, [simulatedStressor]: simulatedStressorProgram(stage.stress) },
    ...(stage.facts === undefined ? {} : { facts: stage.facts }),
    ...(stage.spawnErrors === undefined ? {} : { spawnErrors: stage.spawnErrors }),
    ...(stage.guardLostAtMs === undefined ? {} : { guardLostAtMs: stage.guardLostAtMs }),
    guardNeverCloses: stage.guardNeverCloses ?? false,
  });
  const plan = planOf(stage, host.sensors.facts());
  const hands = createLocalHands(host, { stressorsAhead: 1 });
  const bus = createBus(host.clock);
  const events: Envelope[] = [];
  bus.on('*', (event) => events.push(event));
  const { clock, random } = host;
  const { headAheadMs = 0 } = stage;
  const origin = headAheadMs === 0 ? 'virtual' : 'another';
  const ahead = { ...clock, origin, monotonicMs: () => clock.monotonicMs() + headAheadMs };
  const run = startRun({ plan, hands, clock: ahead, random, bus });
  let outcome: RunOutcome | undefined;
  const done = run.done.then((value) => {
    outcome = value;
  });
  stage.during?.(run, host);
  await clock.run(longestRunMs, () => outcome !== undefined);
  await done;
  if (!outcome) throw new Error('Expected an outcome within a virtual day.');
  const input = { plan, facts: host.sensors.facts(), backends: [], doses: doseTables };
  const fold = createReportFold(input);
  for (const event of events) fold.take(event);
  return {
    outcome,
    events,
    input,
    report: fold.finish(outcome.lives),
    host,
    log: events.map((event) => `${JSON.stringify(event)}\n`).join(''),
  };
}

type Options = Parameters<typeof createSimulatedHost>[0];

/** The pressure counts up whenever somebody looks, which is at every tick. */
function underPressure({ pressure }: Stage, options: Options): SimulatedHost {
  const host = createSimulatedHost(options);
  if (pressure === undefined) return host;
  const totals = { cpu: 0, memory: 0, io: 0 };
  let lastMs = 0;
  return {
    ...host,
    sensors: {
      ...host.sensors,
      host() {
        const nowMs = host.clock.now();
        const shares = pressure(nowMs);
        for (const name of ['cpu', 'memory', 'io'] as const) {
          totals[name] += (shares[name] ?? 0) * (nowMs - lastMs);
        }
        lastMs = nowMs;
        const reading = host.sensors.host();
        return reading === null
          ? null
          : {
              ...reading,
              cpuStallMs: totals.cpu,
              memoryStallMs: totals.memory,
              ioStallMs: totals.io,
            };
      },
    },
  };
}

function planOf(stage: Stage, facts: HostFacts): Plan {
  const axes = [...new Set(stage.score.map((event) => event.axis))];
  const ends = stage.score.map((event) => event.at + event.for);
  return {
    program: { command: 'target', args: ['--flag'], env: { TOKEN: 'canary-in-environment' } },
    durationMs: stage.durationMs ?? Math.max(...ends),
    seed: stage.seed ?? 1,
    target: {
      restart: { policy: 'never', atMost: 5 },
      stop: { signal: 'SIGTERM', graceMs: 5_000 },
      priority: 'polite',
      ...stage.policy,
    },
    limits: { memory: { percent: 80 }, diskBytes: 2 ** 31 },
    lanes: axes.map((axis) => ({ axis, name: axis })),
    events: stage.score.map((event) => {
      const intensity = event.intensity ?? 'medium';
      const sideChain = sideChainOf(intensity, doseTables[event.axis], facts);
      return {
        id: event.id,
        axis: event.axis,
        lane: axes.indexOf(event.axis),
        startMs: event.at,
        durationMs: event.for,
        intensity,
        args: [],
        dose: doseOf(intensity, doseTables[event.axis], facts, event.for),
        ...(sideChain === undefined ? {} : { sideChain }),
      };
    }),
    ...(stage.constraints === undefined ? {} : { constraints: stage.constraints }),
    timelineHash: '0'.repeat(64),
  };
}

/** The types of the events, in order, without telemetry. */
export function storyOf(events: readonly Envelope[], clipId?: string): readonly string[] {
  return events
    .filter((event) => clipId === undefined || event.payload.clipId === clipId)
    .map((event) => event.type)
    .filter((type) => !/^(sample|stressor\.measured|target\.output)/.test(type));
}
