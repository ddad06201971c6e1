/**
 * `ambush run`: reads and checks everything first, then runs the plan live, and ends with a
 * report, a summary and an exit status. Nothing is written that was not asked for.
 *
 * @spec timeline phase 1
 */
import type { Result } from '../../machines/kernel/problem.ts';
import { planTimeline } from '../../machines/timeline/plan.ts';
import { readTimeline, type TimelineReading } from '../../runtime/formats/read-timeline.ts';
import { readSource } from '../../runtime/formats/source-file.ts';
import { parentDirectory } from '../../runtime/guardian/run-directory.ts';
import { createSystemClock } from '../../runtime/host/clock.ts';
import { createSystemRandom } from '../../runtime/host/random.ts';
import { hostFacts } from '../../runtime/host/sensors.ts';
import { doseTables } from '../../stressors/doses.ts';
import { refuseStart, tell } from '../complaint.ts';
import { startDaemonHands } from '../daemon-hands.ts';
import { destinationProblems, sourceProblems, standardStream } from '../destinations.ts';
import { finish, openLog } from '../ending.ts';
import { exitCodes } from '../exit-codes.ts';
import { listenForInterrupts } from '../interrupts.ts';
import type { Io } from '../io.ts';
import { leftoverProblems } from '../leftovers.ts';
import { type HeadHost, type Played, play, terminalOf } from '../play.ts';
import { openScreen, type Screen } from '../render/screen.ts';
import { versionOf } from '../version.ts';

/** Stressor processes that are started before they are needed; more would only take memory. */
const stressorsAheadMax = 4;

export interface RunOptions {
  /** The timeline; `-` is standard input. */
  readonly file: string;
  /** Runs instead of the program in the timeline. */
  readonly program?: string;
  /** Replaces the arguments in the timeline. */
  readonly args?: readonly string[];
  readonly seed?: number;
  readonly output?: string;
  readonly log?: string;
  readonly source?: string;
  readonly quiet: boolean;
  readonly exitZero: boolean;
}

export async function runRun(options: RunOptions, given: Io): Promise<number> {
  // A report on standard output is for a program, so people are told on the other stream.
  const io = options.output === standardStream ? { ...given, stdout: given.stderr } : given;
  const reading = await readFile(options, io);
  const misplaced = destinationProblems(options, options.file, io.cwd);
  const problems = [
    ...(reading.ok ? [] : reading.problems),
    ...misplaced,
    ...sourceProblems(options.source, io.cwd),
  ];
  if (!reading.ok || problems.length > 0) return refuseStart(problems, io);

  let screen: Screen | undefined;
  const interrupts = listenForInterrupts((count) => screen?.note(interruptNotes(count)));
  try {
    const { timeline, timelineHash } = reading.value;
    const host = headHost(timeline.seed);
    const log = openLog(options.log, io, host, `ambush ${versionOf()}`);
    if (!log.ok) return refuseStart(log.problems, io);
    const stressorsAhead = Math.min(stressorsAheadMax, timeline.events.length);
    const starting = startDaemonHands({ ...host, seed: timeline.seed, stressorsAhead });
    const plan = planTimeline(timeline, doseTables, host.sensors.facts(), timelineHash);
    const started = await starting;
    if (!started.ok) {
      log.value?.close();
      tell(started.problems, io);
      return exitCodes.internalError;
    }
    const { hands, end } = started.value;
    let code: number = exitCodes.internalError;
    let reported: Played['report']['ambush']['run']['leftovers'] = [];
    try {
      screen = openScreen({ io, clock: host.clock, plan, quiet: options.quiet });
      const terminal = await terminalOf(plan, hands.panes);
      const stage = { plan, host, hands, terminal, screen, log: log.value, interrupts };
      const played = await play({ ...stage, ...sourceOf(options) });
      reported = played.report.ambush.run.leftovers;
      const signalStatus = interrupts.status();
      const unique = host.random.uuid();
      code = finish({ ...played, options, io, given, signalStatus, unique });
    } finally {
      screen?.close();
      // What the report could not wait for, or there is no report.
      const untold = leftoverProblems(await end(), reported);
      tell(untold, io);
      if (untold.length > 0) code = exitCodes.notRestored;
    }
    return code;
  } finally {
    interrupts.close();
  }
}

function headHost(seed: number): HeadHost {
  return {
    clock: createSystemClock(),
    random: createSystemRandom(seed),
    sensors: { facts: () => hostFacts(parentDirectory()) },
  };
}

async function readFile(options: RunOptions, io: Io): Promise<Result<TimelineReading>> {
  const source = await readSource(options.file, io);
  if (!source.ok) return source;
  const { program, args, seed } = options;
  const overrides = {
    ...(program === undefined ? {} : { program }),
    ...(args === undefined ? {} : { args }),
    ...(seed === undefined ? {} : { seed }),
  };
  return readTimeline(source.value, overrides, { cwd: io.cwd, env: io.env });
}

function sourceOf({ source }: RunOptions): { readonly source?: string } {
  return source === undefined ? {} : { source };
}

function interruptNotes(count: number): string {
  return count === 1
    ? 'Stopping the stress, then the program. Once more skips its grace period.'
    : 'Skipping the grace period; still cleaning up.';
}
