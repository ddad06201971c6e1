/**
 * How a run begins and ends for a person, whether it is played for real or rehearsed: where the
 * log goes, what kept it from starting, and at the end the report, the summary and the status.
 *
 * @spec timeline reporting
 */
import { resolve } from 'node:path';
import { type Problem, type Result, refuse, succeed } from '../machines/kernel/problem.ts';
import { writeWhole } from '../runtime/record/destination.ts';
import { type LogGround, openSessionLog, type SessionLog } from '../runtime/record/session-log.ts';
import { tell } from './complaint.ts';
import { standardStream } from './destinations.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';
import type { Played } from './play.ts';
import { paletteFor } from './render/screen.ts';
import { summaryText } from './render/summary.ts';

export interface Endings {
  /** The timeline, as the user called it. */
  readonly file: string;
  readonly output?: string;
  readonly log?: string;
  readonly quiet: boolean;
  readonly exitZero: boolean;
}

/** `by` is the program that writes, with its version. */
export function openLog(
  log: string | undefined,
  io: Io,
  ground: LogGround,
  by: string,
): Result<SessionLog | null> {
  if (log === undefined) return succeed(null);
  const opened = openSessionLog(resolve(io.cwd, log), ground, { by });
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

interface Finish extends Played {
  readonly options: Endings;
  readonly io: Io;
  /** The streams as they were given, for a report on standard output. */
  readonly given: Io;
  /** Exit status of the first signal, if one came. */
  readonly signalStatus: number | null;
  /** Part of the name of the file that becomes the report. */
  readonly unique: string;
}

/** Returns the exit status. */
export function finish(input: Finish): number {
  const { report, logFailure, options, io, given, signalStatus, unique } = input;
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
  const code = exitCodeOf({ status, verdict, cleanup, signalStatus, exitZero });
  tell(problems, io);
  const isVerdict =
    code === exitCodes.pass || code === exitCodes.weakness || code === exitCodes.inconclusive;
  return problems.length > 0 && isVerdict ? exitCodes.internalError : code;
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
