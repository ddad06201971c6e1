/**
 * Where the report and the log of a run go: every place is found fit before anything starts, and
 * the two are neither each other nor the timeline. What `--source` names must be there too.
 *
 * @spec timeline reporting
 */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Problem } from '../machines/kernel/problem.ts';
import { isSameFile, problemWith } from '../runtime/record/destination.ts';

/** A directory that is only named, to be looked into later by whoever reads the report. */
export function sourceProblems(source: string | undefined, cwd: string): readonly Problem[] {
  if (source === undefined) return [];
  const path = source === '' ? null : resolve(cwd, source);
  const found = path === null ? undefined : statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return [];
  const got = found ? `${source}, which is a file` : `"${source}", which does not exist`;
  return [
    {
      code: 'NOT_A_DIRECTORY',
      message: `Expected the directory of the program's source, got ${got}.`,
      where: { path: '--source' },
      hint: 'Try the directory that its build begins in, or leave the option out.',
    },
  ];
}

/** `-` as the place of the report is standard output. */
export const standardStream = '-';

export interface Destinations {
  readonly output?: string;
  readonly log?: string;
}

/** Problems of the options, `file` being the timeline that is read. */
export function destinationProblems(
  { output, log }: Destinations,
  file: string,
  cwd: string,
): readonly Problem[] {
  const places = (
    [
      { option: '--output', path: output === standardStream ? undefined : output, how: 'replaced' },
      { option: '--log', path: log, how: 'opened' },
    ] as const
  ).flatMap(({ path, ...rest }) => (path === undefined ? [] : [{ ...rest, path }]));
  const unfit = places.flatMap(({ option, path, how }) => placeProblems(path, option, how, cwd));
  if (unfit.length > 0) return unfit;
  const resolved = places.map((place) => ({ ...place, path: resolve(cwd, place.path) }));
  const [first, second] = resolved;
  const twice = first && second && isRegular(first.path) && isSameFile(first.path, second.path);
  return [
    ...(twice ? [sharedProblem('--log', second.path, 'the report')] : []),
    ...(file === standardStream
      ? []
      : resolved
          .filter(({ path }) => isSameFile(path, resolve(cwd, file)))
          .map(({ option, path }) => sharedProblem(option, path, 'the timeline'))),
  ];
}

/** Problems of one place that is the name of a file; `option` is what the user typed before it. */
export function placeProblems(
  path: string,
  option: string,
  how: 'replaced' | 'opened',
  cwd: string,
): readonly Problem[] {
  if (path === '' || path === standardStream) return [namelessProblem(option, path)];
  const problem = problemWith(resolve(cwd, path), option, how);
  return problem === null ? [] : [problem];
}

/** Both may well go to the same terminal or to nowhere. */
function isRegular(path: string): boolean {
  return !path.startsWith('/dev/');
}

function namelessProblem(option: string, path: string): Problem {
  return {
    code: 'UNUSABLE_DESTINATION',
    message: `Expected the name of a file, got ${path === '' ? 'an empty text' : `"${path}"`}.`,
    where: { path: option },
    hint: 'Try /dev/stdout for standard output.',
  };
}

function sharedProblem(option: string, path: string, other: string): Problem {
  return {
    code: 'UNUSABLE_DESTINATION',
    message: `Expected a file of its own, got ${path}, which is also ${other}.`,
    where: { path: option },
    hint: 'Try another name.',
  };
}
