/**
 * Features that the language has and this version cannot run. A file that uses one is refused
 * at its place: to ignore it would be to run something else than was written.
 *
 * @spec timeline phase 2, timeline phase 3
 */
import type { Problem } from '../kernel/problem.ts';
import { nodeAt, type Path, placeOf, type SourceDocument } from './source.ts';

/** Key, and what this version cannot do. */
type Feature = readonly [key: string, deed: string, hint: string];

const ofTimeline: readonly Feature[] = [
  ['expect', 'judge expectations', 'Remove it; a crash still fails the run.'],
];

export function reservedProblems(document: SourceDocument): Problem[] {
  const problems: Problem[] = [];
  const look = (path: Path, features: readonly Feature[]): void => {
    const node = nodeAt(document, path);
    if (node?.kind !== 'mapping') return;
    for (const [key, deed, hint] of features) {
      if (node.entries.has(key)) problems.push(reserved(document, [...path, key], deed, hint));
    }
  };
  look([], ofTimeline);
  return problems;
}

function reserved(document: SourceDocument, path: Path, deed: string, hint: string): Problem {
  const key = path[path.length - 1];
  return {
    code: 'RESERVED_FEATURE',
    message: `\`${key}\` is reserved: this version cannot ${deed} yet.`,
    where: placeOf(document, path, 'key'),
    hint,
  };
}
