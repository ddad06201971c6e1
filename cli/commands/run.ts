/**
 * `ambush run`: reads and checks everything first, then runs the plan live, and ends with a
 * report, a summary and an exit status. Nothing is written that was not asked for.
 *
 * @spec timeline phase 1
 */
import { resolve } from 'node:path';
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import { planTimeline } from '../../machines/timeline/plan.ts';
import { readTimeline, type TimelineReading } from '../../runtime/formats/read-timeline.ts';
import { readSource } from '../../runtime/formats/source-file.ts';
import type { Host } from '../../runtime/host/host.ts';
import { createSystemHost } from '../../runtime/host/system-host.ts';
import { writeWhole } from '../../runtime/record/destination.ts';
import { openSessionLog, type SessionLog } from '../../runtime/record/session-log.ts';
import { doseTables } from '../../stressors/doses.ts';
import { destinationProblems, sourceProblems, standardStream } from '../destinations.ts';
import { entriesOf } from '../entries.ts';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import { type Interrupts, listenForInterrupts } from '../interrupts.ts';
import { type Io, wantsColor } from '../io.ts';
import { leftoverProblems } from '../leftovers.ts';
import { type Played, play } from '../play.ts';
import { coloured, plain } from '../render/palette.ts';
import { problemsCount, problemsText } from '../render/problems.ts';
import { openScreen, paletteFor, type Screen } from '../render/screen.ts';
import { summaryText } from '../render/summary.ts';
import { versionOf } from '../version.ts';

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
  if (!reading.ok || problems.length > 0) return refuseRun(problems, io);

  let screen: Screen | undefined;
  const interrupts = listenForInterrupts((count) => screen?.note(interruptNotes(count)));
  try {
    const { stressor, guardian } = entriesOf();
    const { seed } = reading.value.timeline;
    const made = await createSystemHost({ seed, stressorEntry: stressor, guardianEntry: guardian });
    if (!made.ok) {
      tell(made.problems, io);
      return exitCodes.internalError;
    }
    const host = made.value;
    let code: number = exitCodes.internalError;
    let reported: Played['report']['ambush']['run']['leftovers'] = [];
    try {
      const { timeline, timelineHash } = reading.value;
      const plan = planTimeline(timeline, doseTables, host.sensors.facts(), timelineHash);
      const log = openLog(options, io, host);
      if (!log.ok) code = refuseRun(log.problems, io);
      else {
        screen = openScreen({ io, clock: host.clock, plan, quiet: options.quiet });
        const stage = { plan, host, screen, log: log.value, interrupts };
        const played = await play({ ...stage, ...sourceOf(options) });
        reported = played.report.ambush.run.leftovers;
        code = finish({ ...played, options, io, given, interrupts, unique: host.random.uuid() });
      }
    } finally {
      screen?.close();
      // What the report could not wait for, or there is no report.
      const untold = leftoverProblems(await host.guard.close(), reported);
      tell(untold, io);
      if (untold.length > 0) code = exitCodes.notRestored;
    }
    return code;
  } finally {
    interrupts.close();
  }
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

/** Says what kept the run from starting. */
function refuseRun(problems: readonly Problem[], io: Io): number {
  tell(problems, io);
  io.stderr.write(`\n${problemsCount(problems)}`);
  return exitCodes.invalidInput;
}

function tell(problems: readonly Problem[], io: Io): void {
  io.stderr.write(problemsText(problems, wantsColor(io, io.stderr) ? coloured : plain));
}

interface Finish extends Played {
  readonly options: RunOptions;
  readonly io: Io;
  /** The streams as they were given, for a report on standard output. */
  readonly given: Io;
  readonly interrupts: Interrupts;
  readonly unique: string;
}

function finish({ report, logFailure, options, io, given, interrupts, unique }: Finish): number {
  const { output, log, quiet, exitZero } = options;
  const text = `${JSON.stringify(report, null, 2)}\n`;
  const unwritten =
    output === undefined || output === standardStream
      ? null
      : writeWhole(resolve(io.cwd, output), text, unique);
  if (output === standardStream) given.stdout.write(text);
  if (!quiet) {
    const written = {
      ...(output === undefined || output === standardStream || unwritten ? {} : { output }),
      ...(log === undefined ? {} : { log }),
    };
    const { columns } = io.stdout;
    const drawn = { part: report.ambush, columns, palette: paletteFor(io), written };
    io.stdout.write(`\n${summaryText({ ...drawn, file: options.file })}`);
  }
  const problems = [
    ...(logFailure === null ? [] : [incompleteLog(log ?? '', logFailure)]),
    ...(unwritten === null ? [] : [unwrittenReport(output ?? '', unwritten)]),
  ];
  const { status, verdict, cleanup } = report.ambush.run;
  const signalStatus = interrupts.status();
  const code = exitCodeOf({ status, verdict, cleanup, signalStatus, exitZero });
  tell(problems, io);
  const isVerdict =
    code === exitCodes.pass || code === exitCodes.weakness || code === exitCodes.inconclusive;
  return problems.length > 0 && isVerdict ? exitCodes.internalError : code;
}

function sourceOf({ source }: RunOptions): { readonly source?: string } {
  return source === undefined ? {} : { source };
}

function openLog({ log }: RunOptions, io: Io, host: Host): Result<SessionLog | null> {
  if (log === undefined) return succeed(null);
  const opened = openSessionLog(resolve(io.cwd, log), host, { by: `ambush ${versionOf()}` });
  if (!('error' in opened)) return succeed(opened);
  return refuse([
    {
      code: 'UNUSABLE_DESTINATION',
      message: `Expected a file that can be written, got ${log} (${opened.error}).`,
      where: { path: '--log' },
      hint: 'Try another place.',
    },
  ]);
}

function interruptNotes(count: number): string {
  return count === 1
    ? 'Stopping the stress, then the program. Once more skips its grace period.'
    : 'Skipping the grace period; still cleaning up.';
}

function incompleteLog(path: string, reason: string): Problem {
  return {
    code: 'LOG_INCOMPLETE',
    message: `Expected to write the whole session log to ${path}, got ${reason}; it ends early.`,
    where: { path: '--log' },
    hint: 'The report says so too. Try a place with more space.',
  };
}

function unwrittenReport(path: string, reason: string): Problem {
  return {
    code: 'REPORT_NOT_WRITTEN',
    message: `Expected to write the report to ${path}, got ${reason}.`,
    where: { path: '--output' },
    hint: 'Run again with another place.',
  };
}
