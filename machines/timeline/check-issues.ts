/**
 * From what the schema found to what the user is told: one Problem per broken law, at its
 * place, with the nearest right word.
 *
 * @spec timeline phase 1
 */
import type * as z from 'zod/mini';
import type { Problem } from '../kernel/problem.ts';
import type { IssueNote } from './schema-forms.ts';
import { oneOf, showText } from './show.ts';
import { type Path, placeInside, placeOf, type SourceDocument } from './source.ts';
import { didYouMean } from './suggest.ts';

type Issue = z.core.$ZodIssue;

/** Words that people bring from elsewhere, and what they are called here. */
const otherWords: Readonly<Record<string, string>> = {
  start: 'at',
  offset: 'at',
  duration: 'for',
  length: 'for',
  level: 'intensity',
  when: 'start_when',
  name: 'id',
  cmd: 'command',
  arguments: 'args',
  environment: 'env',
  policy: 'when',
  timeout: 'within',
  max: 'at_most',
};

/** One law of the schema that was broken, at the place that it is about. */
export interface Finding {
  readonly path: Path;
  readonly note: IssueNote;
  /** Keys that nobody knows; empty for all other findings. */
  readonly keys: readonly string[];
}

/** Of a value of several forms, what the form that was meant has to say. */
export function findingsOf(issues: readonly Issue[], base: Path = []): readonly Finding[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...(issue.path as Path)];
    const nearest = issue.code === 'invalid_union' ? nearestForm(issue.errors) : undefined;
    if (nearest !== undefined) return findingsOf(nearest, path);
    const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
    return [{ path, note: noteOf(issue), keys }];
  });
}

export function problemsOf(document: SourceDocument, findings: readonly Finding[]): Problem[] {
  return findings.flatMap((finding) => problemsOfFinding(document, finding));
}

function problemsOfFinding(document: SourceDocument, { path, note, keys }: Finding): Problem[] {
  switch (note.note) {
    case 'unknown-keys':
      return keys.map((key) => unknownKey(document, [...path, key], note));
    case 'missing':
      return [missing(document, path, note.expects, note.example)];
    case 'type': {
      const message = `Expected ${note.expects}; got ${note.got}.`;
      return [
        { code: 'WRONG_TYPE', message, where: placeOf(document, path), hint: hintForType(note) },
      ];
    }
    case 'fault': {
      const { code, message, hint, part = 'value', offset } = note.fault;
      const where =
        offset === undefined
          ? placeOf(document, path, part)
          : placeInside(document, path, part, offset);
      return [{ code, message, where, ...(hint === undefined ? {} : { hint }) }];
    }
  }
}

export function missing(
  document: SourceDocument,
  path: Path,
  expects: string,
  example?: string,
): Problem {
  const key = path[path.length - 1];
  const name = typeof key === 'string' ? `\`${key}\`: ` : '';
  const hint =
    typeof key !== 'string'
      ? 'Write it, or remove the empty item.'
      : example === undefined
        ? `Write \`${key}:\`.`
        : `Try "${key}: ${example}".`;
  return {
    code: 'MISSING_KEY',
    message: `Expected ${name}${expects}; got nothing.`,
    where: placeOf(document, path),
    hint,
  };
}

function unknownKey(
  document: SourceDocument,
  path: Path,
  note: Extract<IssueNote, { note: 'unknown-keys' }>,
): Problem {
  const key = String(path[path.length - 1]);
  return {
    code: 'UNKNOWN_KEY',
    message: `Expected a key of ${note.noun} (${note.known.join(', ')}); got ${showText(key)}.`,
    where: placeOf(document, path, 'key'),
    hint: hintForKey(key, note.known),
  };
}

function hintForKey(key: string, known: readonly string[]): string {
  // First what the word means elsewhere: "cmd" is spelled like "cwd", and means "command".
  const word = key.toLowerCase();
  const other = Object.hasOwn(otherWords, word) ? otherWords[word] : undefined;
  if (other !== undefined && known.includes(other)) return `Did you mean "${other}"?`;
  const near = didYouMean(key, known);
  if (near !== undefined) return near;
  if (key === 'at_most') return 'Try "restart: { when: on-crash, at_most: 5 }".';
  if (key === 'within') return 'Put it inside "ready".';
  if (key === 'axis') return 'The track names the axis for all of its events. Remove the key.';
  return `The keys are ${oneOf(known)}.`;
}

function hintForType(note: Extract<IssueNote, { note: 'type' }>): string {
  if (note.expects.startsWith('a list')) return 'Begin each item with "- ".';
  return note.got === 'a list' ? 'Remove the "- ".' : 'See `ambush schema timeline`.';
}

function noteOf(issue: Issue): IssueNote {
  const { params } = issue as { readonly params?: IssueNote };
  if (params !== undefined) return params;
  return { note: 'type', expects: issue.message, got: 'something else' };
}

/**
 * The form of a union that the user meant: the one that fits best. Undefined when the value
 * is of no form's type, so that the union speaks for itself.
 */
function nearestForm(forms: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  let best: readonly Issue[] | undefined;
  let least = Number.POSITIVE_INFINITY;
  let ofType = false;
  for (const issues of forms) {
    const cost = issues.reduce((sum, issue) => sum + distanceOf(issue), 0);
    const isType = issues.every((issue) => !isTypeMismatch(issue));
    ofType ||= isType;
    if (cost < least) [best, least] = [issues, cost];
  }
  return ofType ? best : undefined;
}

function isTypeMismatch(issue: Issue): boolean {
  const note = noteOf(issue);
  const fault = note.note === 'fault' && note.fault.code === 'WRONG_TYPE';
  return issue.path.length === 0 && (note.note === 'type' || fault);
}

function distanceOf(issue: Issue): number {
  if (isTypeMismatch(issue)) return 1_000;
  const { note } = noteOf(issue);
  if (issue.code === 'unrecognized_keys') return 10 * issue.keys.length;
  return note === 'missing' && issue.path.length === 1 ? 10 : 1;
}
