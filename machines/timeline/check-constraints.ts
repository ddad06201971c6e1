/**
 * The laws of constraints and side-chains: their expressions can be read, are of the right type,
 * and know every signal; the bottleneck itself does not give way.
 *
 * @spec timeline phase 3
 */
import type { Problem } from '../kernel/problem.ts';
import { axes } from './axis.ts';
import { textProblems } from './check-expressions.ts';
import { type ConditionPart, joined, readCondition } from './constraint/rule-input.ts';
import type { Scope } from './expression/expression.ts';
import { scopeOfFile } from './expression/file-scope.ts';
import type { TimelineInput } from './schema.ts';
import { type Path, placeOf, type SourceDocument } from './source.ts';

export function constraintProblems(document: SourceDocument, input: TimelineInput): Problem[] {
  return [...ruleProblems(document, input), ...sideChainProblems(document, input)];
}

function ruleProblems(document: SourceDocument, input: TimelineInput): Problem[] {
  const { constraints } = input;
  if (constraints?.subordinate === undefined) return [];
  const { bottleneck, subordinate } = constraints;
  const scope = scopeOfFile(input, { eventIds: [] });
  return axes.flatMap((axis) => {
    const rule = subordinate[axis];
    if (rule === undefined) return [];
    const path = ['constraints', 'subordinate', axis];
    const condition = readCondition(rule.if);
    const until: ConditionPart = { text: rule.until ?? '', path: [], part: 'value' };
    return [
      ...(axis === bottleneck ? [bottleneckProblem(document, path)] : []),
      ...condition.foreign.map((key) => foreignProblem(document, [...path, 'if', key])),
      ...condition.parts.flatMap((part) =>
        textProblems(document, [...path, 'if'], part, 'bool', scope),
      ),
      ...togetherProblems(document, [...path, 'if'], condition.parts, scope),
      ...(rule.until === undefined
        ? []
        : textProblems(document, [...path, 'until'], until, 'bool', scope)),
    ];
  });
}

/** Keys that each can hold, and cannot hold together, or are too long together. */
function togetherProblems(
  document: SourceDocument,
  path: Path,
  parts: readonly ConditionPart[],
  scope: Scope,
): Problem[] {
  const isEachRight = parts.every(
    (part) => textProblems(document, path, part, 'bool', scope).length === 0,
  );
  if (parts.length < 2 || !isEachRight) return [];
  const all = textProblems(
    document,
    path,
    { text: joined(parts), path: [], part: 'value' },
    'bool',
    scope,
  );
  // Offsets are within a text that nobody wrote.
  return all.map((problem) => ({ ...problem, where: placeOf(document, path) }));
}

function sideChainProblems(document: SourceDocument, input: TimelineInput): Problem[] {
  const problems: Problem[] = [];
  const scope = scopeOfFile(input, { eventIds: [] });
  const look = (path: Path, intensity: unknown): void => {
    if (typeof intensity !== 'object' || intensity === null || !('by' in intensity)) return;
    const part = { text: String(intensity.by), path: [], part: 'value' } as const;
    problems.push(...textProblems(document, [...path, 'intensity', 'by'], part, 'any', scope));
  };
  for (const [at, event] of (input.events ?? []).entries()) look(['events', at], event.intensity);
  for (const [index, track] of (input.tracks ?? []).entries()) {
    if (!('axis' in track)) continue;
    for (const [at, event] of track.events.entries()) {
      look(['tracks', index, 'events', at], event.intensity);
    }
  }
  return problems;
}

function bottleneckProblem(document: SourceDocument, path: Path): Problem {
  return {
    code: 'RULE_ON_BOTTLENECK',
    message: 'Expected an axis that gives way to the bottleneck; got the bottleneck itself.',
    where: placeOf(document, path, 'key'),
    hint: 'Remove the rule, or name another bottleneck.',
  };
}

function foreignProblem(document: SourceDocument, path: Path): Problem {
  return {
    code: 'RULE_CONDITION',
    message: 'Expected an expression over signals; got a condition on an event.',
    where: placeOf(document, path, 'key'),
    hint: 'Try "if: { memory_pressure > 0.8 }".',
  };
}
