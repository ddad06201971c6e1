/**
 * The judge of a timeline: the whole model, or every problem at once in the order of the file.
 *
 * @spec timeline phase 1
 */
import { type Problem, type Result, refuse, succeed } from '../kernel/problem.ts';
import { buildTimeline, programOf, type TimelineOverrides } from './build.ts';
import { abortProblems } from './check-abort.ts';
import { conditionProblems } from './check-conditions.ts';
import { constraintProblems } from './check-constraints.ts';
import { missing, problemsOf } from './check-issues.ts';
import { lawProblems } from './check-laws.ts';
import { chainProblems } from './condition/check-chains.ts';
import { expectationProblems } from './expectation/check-expectations.ts';
import { inputProblems } from './input/check-inputs.ts';
import { onlyTrue, readWhatCanBe } from './readable.ts';
import { type TimelineInput, timelineSchema } from './schema.ts';
import { parseText } from './schema-values.ts';
import { signalProblems } from './signal/check-signals.ts';
import { pathText, plainOf, type SourceDocument } from './source.ts';
import type { Timeline } from './timeline.ts';

/** More are counted, not listed. */
export const problemsMax = 1_000;

export function checkTimeline(
  document: SourceDocument,
  overrides: TimelineOverrides,
  textHash: string,
): Result<Timeline> {
  const parsed = timelineSchema.safeParse(plainOf(document.root));
  const reading = readWhatCanBe(document, parsed);
  const found = [
    ...document.problems,
    ...problemsOf(document, reading.findings),
    ...lawProblems(document),
    ...(reading.input === null ? [] : onlyTrue(lawsOf(document, reading.input), reading)),
    ...overrideProblems(overrides),
  ];
  const named = overrides.program !== undefined || document.root.entries.has('program');
  if (!named) {
    const expects = 'what to ambush, as a path, a name on PATH, or { command, args, cwd, env }';
    found.push(missing(document, ['program'], expects, './my-program'));
  }
  const program = parsed.success ? programOf(document, parsed.data.program, overrides) : null;
  if (found.length > 0 || !parsed.success || program === null) {
    return refuse(inOrder(found));
  }
  return succeed(buildTimeline(document, parsed.data, program, overrides, textHash));
}

/** The laws that ask what the values mean together. */
function lawsOf(document: SourceDocument, input: TimelineInput): readonly Problem[] {
  return [
    ...inputProblems(document, input),
    ...chainProblems(document, input),
    ...signalProblems(document, input),
    ...constraintProblems(document, input),
    ...conditionProblems(document, input),
    ...expectationProblems(document, input),
    ...abortProblems(document, input),
  ];
}

/** By place, each law once per place, at most `problemsMax`. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const seen = new Set<string>();
  const unique = problems.filter((problem) => {
    const key = `${problem.code}\0${problem.where?.path}\0${problem.message}`;
    return !seen.has(key) && seen.add(key);
  });
  const sorted = unique.toSorted(
    (a, b) =>
      (a.where?.line ?? 0) - (b.where?.line ?? 0) ||
      (a.where?.column ?? 0) - (b.where?.column ?? 0),
  );
  if (sorted.length <= problemsMax) return sorted;
  const rest = sorted.length - problemsMax;
  const last = sorted[problemsMax]?.where;
  return [
    ...sorted.slice(0, problemsMax),
    {
      code: 'TOO_MANY_PROBLEMS',
      message: `Expected a timeline; got ${rest} more problems from here on.`,
      ...(last === undefined ? {} : { where: last }),
      hint: 'Mend the first ones and check again.',
    },
  ];
}

function overrideProblems(overrides: TimelineOverrides): readonly Problem[] {
  const problems: Problem[] = [];
  const judge = (text: string, path: string): void => {
    const reading = text === '' && path !== 'program' ? null : parseText(text, 'text');
    if (reading !== null && !reading.ok && reading.fault.code !== 'EMPTY_TEXT') {
      problems.push({ ...reading.fault, where: { path } } as Problem);
    }
    if (path === 'program' && text.trim() === '') {
      problems.push({
        code: 'EMPTY_TEXT',
        message: 'Expected a program on the command line; got empty text.',
        where: { path },
        hint: 'Try ./my-program.',
      });
    }
  };
  if (overrides.program !== undefined) judge(overrides.program, 'program');
  for (const [index, arg] of (overrides.args ?? []).entries()) {
    judge(arg, pathText(['args', index]));
  }
  const { seed } = overrides;
  if (seed !== undefined && !(Number.isSafeInteger(seed) && seed >= 0)) {
    problems.push({
      code: 'INVALID_SEED',
      message: `Expected a whole number from 0 to ${Number.MAX_SAFE_INTEGER}; got ${seed}.`,
      where: { path: 'seed' },
      hint: 'Try --seed 42.',
    });
  }
  return problems;
}
