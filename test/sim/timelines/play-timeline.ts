/**
 * Plays a drawn timeline through everything there is, from the text to the report, on the simulated
 * host; and keeps what the hands were told, for that is not in the log.
 *
 * @spec reliability simulation
 */
import { createLocalHands } from '../../../actors/hands/local-hands.ts';
import { scriptSignals } from '../../../actors/hands/scripted-signals.ts';
import type { RunOutcome } from '../../../actors/run.ts';
import { startRun } from '../../../actors/system.ts';
import type { Hands, HandsCommand } from '../../../machines/hands/messages.ts';
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import type { Problem } from '../../../machines/kernel/problem.ts';
import { createReportFold, foldReport } from '../../../machines/report/fold.ts';
import type { Report } from '../../../machines/report/report.ts';
import { planTimeline } from '../../../machines/timeline/plan.ts';
import type { Plan } from '../../../machines/timeline/timeline.ts';
import { createBus } from '../../../runtime/bus/bus.ts';
import { readTimeline } from '../../../runtime/formats/read-timeline.ts';
import { rehearsedTarget } from '../../../runtime/host/rehearsed-target.ts';
import {
  createSimulatedHost,
  type SimulatedHost,
  simulatedStressor,
} from '../../../runtime/host/simulated-host.ts';
import { doseTables } from '../../../stressors/doses.ts';
import { simulatedStressorProgram } from '../../../stressors/simulated.ts';
import { lateHands } from './late-hands.ts';
import type { ModelTimeline } from './model.ts';
import { textOf } from './text.ts';

export interface PlayedTimeline {
  readonly model: ModelTimeline;
  readonly plan: Plan;
  readonly events: readonly Envelope[];
  readonly orders: readonly HandsCommand[];
  readonly outcome: RunOutcome;
  readonly report: Report;
  /** The report made of the log as it would be read back. */
  readonly again: Report;
  /** Processes that are still there. */
  readonly alive: readonly number[];
  readonly log: string;
}

export type Playing =
  | { readonly is: 'refused'; readonly problems: readonly Problem[] }
  | { readonly is: 'played'; readonly played: PlayedTimeline };

const longestMs = 3_600_000;

/** What the program makes of the text. Expressions must have been loaded. */
export function readModel(model: ModelTimeline): ReturnType<typeof readTimeline> {
  const source = { name: 'drawn.json', bytes: new TextEncoder().encode(textOf(model)) };
  return readTimeline(source, {}, { cwd: '/', env: {}, program: 'may-be-missing' });
}

export async function playTimeline(model: ModelTimeline): Promise<Playing> {
  const reading = readModel(model);
  if (!reading.ok) return { is: 'refused', problems: reading.problems };
  const target = rehearsedTarget(model.fates, undefined);
  const host = hostOf(model, target.program);
  const facts = host.sensors.facts();
  const { timeline, timelineHash } = reading.value;
  const plan = planTimeline(timeline, doseTables, facts, timelineHash);
  const orders: HandsCommand[] = [];
  const local = createLocalHands(host, { stressorsAhead: model.seed % 2 });
  const late = lateHands(overheard(local, orders), host.clock, model.faults.lagsMs);
  const hands = scriptSignals(late, model.signals);
  const bus = createBus(host.clock);
  const events: Envelope[] = [];
  bus.on('*', (event) => {
    events.push(event);
    if (event.type === 'run.origin.set') target.begin(host, Number(event.payload.countInMs));
  });
  const { clock, random } = host;
  const { headAheadMs } = model.faults;
  const origin = headAheadMs === 0 ? clock.origin : 'another';
  const ahead = {
    ...clock,
    ...(origin === undefined ? {} : { origin }),
    monotonicMs: () => clock.monotonicMs() + headAheadMs,
  };
  const run = startRun({ plan, hands, clock: ahead, random, bus });
  let outcome: RunOutcome | undefined;
  const done = run.done.then((value) => {
    outcome = value;
  });
  const { interruptAtMs } = model.faults;
  if (interruptAtMs !== null) clock.setTimeout(() => run.interrupt(), interruptAtMs);
  await clock.run(longestMs, () => outcome !== undefined);
  if (!outcome) throw new Error('Expected the run to end within a virtual hour.');
  await done;
  const input = { plan, facts, backends: [], doses: doseTables };
  const fold = createReportFold(input);
  for (const event of events) fold.take(event);
  const log = events.map((event) => `${JSON.stringify(event)}\n`).join('');
  const read = log
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Envelope);
  const { lives } = outcome;
  return {
    is: 'played',
    played: {
      ...{ model, plan, events, orders, outcome, log, alive: host.processes.alive() },
      report: fold.finish(lives),
      again: foldReport(input, read, lives),
    },
  };
}

function hostOf(
  { seed, faults }: ModelTimeline,
  program: ReturnType<typeof rehearsedTarget>['program'],
): SimulatedHost {
  const host = createSimulatedHost({
    seed,
    programs: { [simulatedStressor]: simulatedStressorProgram((id) => faults.stress[id] ?? {}) },
    ...{ target: program, spawnErrors: faults.spawnErrors },
    ...(faults.guardLostAtMs === null ? {} : { guardLostAtMs: faults.guardLostAtMs }),
  });
  if (faults.blindLooks.length === 0) return host;
  let look = -1;
  const blind = () => {
    look += 1;
    if (faults.blindLooks.includes(look)) throw new Error('EIO');
    return host.sensors.host();
  };
  return { ...host, sensors: { ...host.sensors, host: blind } };
}

function overheard(hands: Hands, orders: HandsCommand[]): Hands {
  return {
    onAnswer: (listener) => hands.onAnswer(listener),
    send(command) {
      orders.push(command);
      hands.send(command);
    },
  };
}
