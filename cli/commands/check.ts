/**
 * `ambush check FILE`: every problem of a timeline at once. Nothing is started.
 *
 * @spec timeline phase 1
 */
import { formatDuration } from '../../machines/timeline/duration.ts';
import type { Timeline } from '../../machines/timeline/timeline.ts';
import { judgeSource } from '../../runtime/formats/judge-source.ts';
import { readSource } from '../../runtime/formats/source-file.ts';
import { listProblems } from '../complaint.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { printable } from '../render/printable.ts';
import { problemsJson } from '../render/problems.ts';

export interface CheckOptions {
  readonly file: string;
  readonly json: boolean;
  /** Says nothing about a timeline that is right. */
  readonly quiet?: boolean;
  /** What the command line says instead of the file. */
  readonly program?: string;
  readonly args?: readonly string[];
}

/** Nothing that is made from the hash, such as a seed, is shown here. */
const noHash = '0'.repeat(64);

/** Returns the exit status: 0, or 2 with the problems on standard output. */
export async function runCheck(options: CheckOptions, io: Io): Promise<number> {
  const { file, json, quiet = false, program, args } = options;
  const source = await readSource(file, io);
  const overrides = {
    ...(program === undefined ? {} : { program }),
    ...(args === undefined ? {} : { args }),
  };
  const reading = source.ok ? judgeSource(source.value, overrides, io, noHash) : source;
  if (reading.ok) {
    if (json) io.stdout.write(problemsJson([]));
    else if (!quiet) io.stdout.write(`${summary(file, reading.value.timeline)}\n`);
    return exitCodes.pass;
  }
  return listProblems(reading.problems, json, io);
}

function summary(file: string, timeline: Timeline): string {
  const { events, lanes, inputs = [], durationMs } = timeline;
  const count = (amount: number, noun: string) => `${amount} ${noun}${amount === 1 ? '' : 's'}`;
  const stress = `${count(events.length, 'event')} on ${count(lanes.length, 'lane')}`;
  const typed = count(inputs.length, 'input');
  const size = inputs.length === 0 ? stress : events.length === 0 ? typed : `${stress}, ${typed}`;
  return `${printable(file)} is right: ${size}, ${formatDuration(durationMs)}.`;
}
