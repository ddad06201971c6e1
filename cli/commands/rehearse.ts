/**
 * `ambush rehearse FILE`: the whole timeline in virtual time, on the simulated host, with a target
 * that follows a script. The actors, the report and what is printed are those of a run; nothing
 * is started, and nothing is proved.
 *
 * @spec timeline phase 2
 */
import { createLocalHands } from '../../actors/hands/local-hands.ts';
import { scriptPanes } from '../../actors/hands/scripted-panes.ts';
import { scriptSignals } from '../../actors/hands/scripted-signals.ts';
import { planTimeline } from '../../machines/timeline/plan.ts';
import { declaredSignals } from '../../machines/timeline/signal/user-signal.ts';
import type { Plan } from '../../machines/timeline/timeline.ts';
import { readTimeline } from '../../runtime/formats/read-timeline.ts';
import { readSource } from '../../runtime/formats/source-file.ts';
import { type Fate, rehearsedTarget } from '../../runtime/host/rehearsed-target.ts';
import {
  createSimulatedHost,
  type SimulatedHost,
  simulatedStressor,
} from '../../runtime/host/simulated-host.ts';
import type { SessionLog } from '../../runtime/record/session-log.ts';
import { doseTables } from '../../stressors/doses.ts';
import { simulatedStressorProgram } from '../../stressors/simulated.ts';
import { refuseStart } from '../complaint.ts';
import { destinationProblems, standardStream } from '../destinations.ts';
import { finish, openLog } from '../ending.ts';
import type { Io } from '../io.ts';
import { type Played, play, terminalOf } from '../play.ts';
import { type RehearsalScript, type RehearsalWords, readScript } from '../rehearsal-script.ts';
import { lineScreen, type Screen, silentScreen } from '../render/screen.ts';
import { offsetText } from '../render/units.ts';
import { versionOf } from '../version.ts';

export interface RehearseOptions {
  /** The timeline; `-` is standard input. */
  readonly file: string;
  readonly seed?: number;
  readonly output?: string;
  readonly log?: string;
  readonly quiet: boolean;
  readonly exitZero: boolean;
  readonly script: RehearsalWords;
}

/** Nothing that is rehearsed takes longer than the longest timeline with its ends. */
const longestMs = 25 * 3_600_000;

export async function runRehearse(options: RehearseOptions, given: Io): Promise<number> {
  const io = options.output === standardStream ? { ...given, stdout: given.stderr } : given;
  const source = await readSource(options.file, io);
  const overrides = options.seed === undefined ? {} : { seed: options.seed };
  const around = { cwd: io.cwd, env: io.env, program: 'may-be-missing' as const };
  const reading = source.ok ? readTimeline(source.value, overrides, around) : source;
  const declared = reading.ok ? declaredSignals(reading.value.timeline.signals ?? [], false) : null;
  const script = readScript(options.script, declared);
  const problems = [
    ...(reading.ok ? [] : reading.problems),
    ...(script.ok ? [] : script.problems),
    ...destinationProblems(options, options.file, io.cwd),
  ];
  if (!reading.ok || !script.ok || problems.length > 0) return refuseStart(problems, io);

  const { timeline, timelineHash } = reading.value;
  const stage = createStage(timeline.seed, timeline.target.ready, script.value);
  const { host } = stage;
  const facts = host.sensors.facts();
  const planned = planTimeline(timeline, doseTables, facts, timelineHash);
  const log = openLog(options.log, io, host, `ambush ${versionOf()} rehearsal`);
  if (!log.ok) return refuseStart(log.problems, io);
  const screen = options.quiet ? silentScreen : lineScreen({ io, plan: planned });
  screen.note('Rehearsal in virtual time on a simulated host: nothing is started.');
  const told = { stage, screen, log: log.value, script: script.value };
  const played = await rehearse({ plan: planned, ...told });
  for (const fate of stage.unmet()) screen.note(unmetText(fate));
  const isAsked = timeline.target.ready !== undefined && !('output' in timeline.target.ready);
  if (!isAsked && script.value.fates.some(({ kind }) => kind === 'hang')) {
    screen.note('Nobody asks the program whether it hangs: that takes ready: { tcp } or { http }.');
  }
  return finish({ ...played, options, io, given, signalStatus: null, unique: host.random.uuid() });
}

interface Stage {
  readonly host: SimulatedHost;
  /** The origin of the run is set: the script counts from there. */
  begin(inMs: number): void;
  unmet(): readonly Fate[];
}

function createStage(
  seed: number,
  ready: Plan['target']['ready'],
  { fates }: RehearsalScript,
): Stage {
  const greeting = ready && 'output' in ready ? ready.output : undefined;
  const target = rehearsedTarget(fates, greeting);
  const host = createSimulatedHost({
    seed,
    programs: { [simulatedStressor]: simulatedStressorProgram() },
    target: target.program,
  });
  return { host, begin: (inMs) => target.begin(host, inMs), unmet: () => target.unmet() };
}

interface Rehearsal {
  readonly plan: Plan;
  readonly stage: Stage;
  readonly screen: Screen;
  readonly log: SessionLog | null;
  readonly script: RehearsalScript;
}

async function rehearse({ plan, stage, screen, log, script }: Rehearsal): Promise<Played> {
  const { host } = stage;
  const listening: Screen = {
    ...screen,
    hear(event) {
      if (event.type === 'run.origin.set') stage.begin(Number(event.payload.countInMs));
      screen.hear(event);
    },
  };
  const local = scriptSignals(createLocalHands(host, { stressorsAhead: 0 }), script.signals);
  const { hands, panes } = scriptPanes(local, host.clock, script.pane);
  const terminal = await terminalOf(plan, panes);
  let played: Played | undefined;
  const playing = play({
    ...{ plan, host, log, screen: listening, isRehearsal: true },
    ...{ hands, terminal },
    interrupts: { attach() {} },
  }).then((result) => {
    played = result;
  });
  await host.clock.run(longestMs, () => played !== undefined);
  await playing;
  if (!played) throw new Error('Expected the rehearsal to end within a virtual day.');
  return played;
}

function unmetText({ kind, atMs }: Fate): string {
  return `Nobody was there to ${kind} at ${offsetText(atMs)}.`;
}
