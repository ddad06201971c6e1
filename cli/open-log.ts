/**
 * Opens the session log that a command reads: a file, or standard input for `-`.
 *
 * @spec kernel 6
 */
import { resolve } from 'node:path';
import type { Problem, Result } from '../machines/kernel/problem.ts';
import { type LogReading, openLog, openLogBytes } from '../runtime/record/log-reader.ts';
import { complain } from './complaint.ts';
import { exitCodes } from './exit-codes.ts';
import { hostName, openHostLog } from './host-log.ts';
import { type Io, wantsColor } from './io.ts';
import { logNotes } from './render/log-notes.ts';
import { coloured, type Palette, plain } from './render/palette.ts';

/** Standard input is read whole, so that it has a limit. */
const logStdinBytesMax = 256 * 1024 * 1024;

export interface ViewOptions {
  /** The session log; `-` is standard input, null what the host remembers. */
  readonly file: string | null;
  readonly json: boolean;
}

/** What a view of a log prints: text, or a value as JSON. */
export interface View {
  text(columns: number, palette: Palette): string;
  readonly json: unknown;
}

/**
 * Reads the log, prints the view of it, and says on standard error what of the log could not be
 * read. Returns the exit status: 0, or 2 with the problems.
 */
export async function showView(
  { file, json }: ViewOptions,
  io: Io,
  viewOf: (log: LogReading) => Result<View>,
): Promise<number> {
  const opened = await openAny(file, io);
  if (!opened.ok) return complain(opened.problems, json, io);
  return showLog({ file, json }, io, opened.value, viewOf);
}

/** The same of a log that is open; it is closed afterwards. */
export function showLog(
  { file, json }: ViewOptions,
  io: Io,
  log: LogReading,
  viewOf: (log: LogReading) => Result<View>,
): number {
  try {
    const view = viewOf(log);
    const status = view.ok
      ? printView(view.value, json, io)
      : complain(view.problems.map(inFile(file)), json, io);
    // What is not found may lie where the log could not be read.
    io.stderr.write(logNotes(log, wantsColor(io, io.stderr) ? coloured : plain));
    return status;
  } finally {
    log.close();
  }
}

/** Returns the exit status. */
export function printView(view: View, json: boolean, io: Io): number {
  const { stdout } = io;
  const palette = wantsColor(io, stdout) ? coloured : plain;
  if (json) stdout.write(`${JSON.stringify(view.json, null, 2)}\n`);
  else stdout.write(view.text(stdout.columns, palette));
  return exitCodes.pass;
}

/** A file, standard input for `-`, or the host for null. */
export async function openAny(file: string | null, io: Io): Promise<Result<LogReading>> {
  if (file === null) return openHostLog(io);
  if (file !== '-') return openLog(resolve(io.cwd, file), file);
  return openLogBytes(await io.readStdin(logStdinBytesMax), file);
}

function inFile(name: string | null) {
  const file = name ?? hostName;
  return (problem: Problem): Problem => {
    // The same commands ask the host, without a file.
    const hint = name === null ? problem.hint?.replace(' FILE`', '`') : problem.hint;
    return {
      ...{ ...problem, where: { file, ...problem.where } },
      ...(hint === undefined ? {} : { hint }),
    };
  };
}
