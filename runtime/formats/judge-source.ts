/**
 * The whole way from bytes to a timeline: decode, parse, check, and look whether the program is
 * there. All problems at once, and nothing is started. The hash is made by who needs it, because
 * loading the cryptography takes longer than checking a small file.
 *
 * @spec timeline phase 1
 */
import { type Problem, type Result, refuse, succeed } from '../../machines/kernel/problem.ts';
import type { TimelineOverrides } from '../../machines/timeline/build.ts';
import { checkTimeline, inOrder } from '../../machines/timeline/check.ts';
import type { Fault } from '../../machines/timeline/reading.ts';
import { nodeAt, type Path, placeOf, type SourceDocument } from '../../machines/timeline/source.ts';
import type { Timeline } from '../../machines/timeline/timeline.ts';
import { readJson } from './json.ts';
import {
  absoluteFrom,
  directoryFault,
  type ProgramSurroundings,
  programFault,
} from './program-file.ts';
import type { Source } from './source-file.ts';
import { decodeText } from './text.ts';
import { readYaml } from './yaml.ts';

export interface TimelineReading {
  readonly timeline: Timeline;
  /** SHA-256 of the bytes, in hex. */
  readonly timelineHash: string;
  /** What would keep it from running, when that was not asked to be a problem. */
  readonly notes: readonly Problem[];
}

export interface ReadOptions extends ProgramSurroundings {
  /** `must-exist` (default), or `may-be-missing`: then its absence is only a note. */
  readonly program?: 'must-exist' | 'may-be-missing';
}

/** `timelineHash` is the SHA-256 of the bytes; without a seed of its own, the run's seed. */
export function judgeSource(
  source: Source,
  overrides: TimelineOverrides,
  options: ReadOptions,
  timelineHash: string,
): Result<TimelineReading> {
  const document = readDocument(source);
  if (!document.ok) return document;
  const checked = checkTimeline(document.value, overrides, timelineHash);
  const absent = programProblems(document.value, overrides, options);
  const notes = options.program === 'may-be-missing' ? absent : [];
  const refused = options.program === 'may-be-missing' ? [] : absent;
  if (!checked.ok) return refuse(inOrder([...checked.problems, ...refused]));
  if (refused.length > 0) return refuse(inOrder(refused));
  const timeline = anchorProgram(checked.value, options.cwd);
  return succeed({ timeline, timelineHash, notes });
}

/** `.json` is strict JSON; every other name, standard input included, is YAML. */
export function readDocument({ name, bytes }: Source): Result<SourceDocument> {
  const text = decodeText(name, bytes);
  if (!text.ok) return text;
  return /\.json$/i.test(name) ? readJson(name, text.value) : readYaml(name, text.value);
}

function programProblems(
  document: SourceDocument,
  overrides: TimelineOverrides,
  around: ProgramSurroundings,
): readonly Problem[] {
  if (overrides.program !== undefined) {
    const fault = usable(overrides.program) ? programFault(overrides.program, around) : null;
    return fault === null ? [] : [{ ...fault, where: { path: 'program' } } as Problem];
  }
  const long = nodeAt(document, ['program'])?.kind === 'mapping';
  const command: Path = long ? ['program', 'command'] : ['program'];
  const cwd: Path = ['program', 'cwd'];
  return [
    ...judge(document, command, (text) => programFault(text, around)),
    ...(long ? judge(document, cwd, (text) => directoryFault(text, around)) : []),
  ];
}

function judge(
  document: SourceDocument,
  path: Path,
  law: (text: string) => Fault | null,
): readonly Problem[] {
  const node = nodeAt(document, path);
  if (node?.kind !== 'scalar' || typeof node.value !== 'string' || !usable(node.value)) return [];
  const fault = law(node.value);
  if (fault === null) return [];
  const { code, message, hint } = fault;
  const where = placeOf(document, path);
  return [{ code, message, where, ...(hint === undefined ? {} : { hint }) }];
}

/** Text that the schema refuses anyway is not looked for on the disk. */
function usable(text: string): boolean {
  return text.trim() !== '' && text.length <= 4_096 && !/[\0\p{Cs}]/u.test(text);
}

/** A program with a directory of its own is still named from the current one. */
function anchorProgram(timeline: Timeline, cwd: string): Timeline {
  const { program } = timeline;
  if (program.cwd === undefined) return timeline;
  return { ...timeline, program: { ...program, command: absoluteFrom(program.command, cwd) } };
}
