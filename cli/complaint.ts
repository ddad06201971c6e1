/**
 * What was wrong, said to a person or to a program, and the exit status that goes with it: on
 * standard error where something else was asked for, on standard output where it is the answer.
 *
 * @spec timeline phase 1
 */
import type { Problem } from '../machines/kernel/problem.ts';
import { exitCodes } from './exit-codes.ts';
import { type Io, type Output, wantsColor } from './io.ts';
import { coloured, plain } from './render/palette.ts';
import { problemsCount, problemsJson, problemsText } from './render/problems.ts';

/** On standard error. */
export function tell(problems: readonly Problem[], io: Io): void {
  io.stderr.write(textFor(io.stderr, problems, io));
}

/** Says what kept the command from starting. Returns the exit status. */
export function refuseStart(problems: readonly Problem[], io: Io): number {
  tell(problems, io);
  io.stderr.write(`\n${problemsCount(problems)}`);
  return exitCodes.invalidInput;
}

/** Says what kept the command from an answer; a program finds it where the answer would be. */
export function complain(problems: readonly Problem[], json: boolean, io: Io): number {
  if (json) io.stdout.write(problemsJson(problems));
  else tell(problems, io);
  return exitCodes.invalidInput;
}

/** The problems are the answer. Returns the exit status. */
export function listProblems(problems: readonly Problem[], json: boolean, io: Io): number {
  const { stdout } = io;
  if (json) stdout.write(problemsJson(problems));
  else stdout.write(`${textFor(stdout, problems, io)}\n${problemsCount(problems)}`);
  return exitCodes.invalidInput;
}

function textFor(output: Output, problems: readonly Problem[], io: Io): string {
  return problemsText(problems, wantsColor(io, output) ? coloured : plain);
}
