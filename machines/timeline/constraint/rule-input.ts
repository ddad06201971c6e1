/**
 * A rule of the file: the action as the model has it, and the condition as one expression over
 * signals.
 *
 * @spec timeline phase 3
 */
import { parseDuration } from '../duration.ts';
import type { Level, Percent } from '../level.ts';
import { fault, type Reading, read } from '../reading.ts';
import { oneOf, show } from '../show.ts';
import { didYouMean } from '../suggest.ts';
import { type Action, actions } from './constraint.ts';

type ParsePoint = (input: unknown) => Reading<Level | Percent>;

const example = 'Try "action: { intensity: light }" or "action: pause".';

/** `pause`, `stop`, `{ intensity: light }` or `{ cap: 40% }`. */
export function parseAction(input: unknown, parsePoint: ParsePoint): Reading<Action> {
  const [name, level] = typeof input === 'string' ? [input.trim(), null] : soleEntry(input);
  if (name === null) {
    return fault(
      'INVALID_ACTION',
      `Expected one action (${oneOf(actions)}); got ${show(input)}.`,
      example,
    );
  }
  const found = actions.find((action) => action === name.toLowerCase());
  if (found === undefined) {
    const hint = didYouMean(name, actions) ?? example;
    return fault('UNKNOWN_ACTION', `Expected ${oneOf(actions)}; got ${show(name)}.`, hint);
  }
  if (found === 'pause' || found === 'stop') {
    if (level === null) return read({ do: found });
    return fault(
      'INVALID_ACTION',
      `Expected nothing after ${found}; got ${show(level)}.`,
      `Try "action: ${found}".`,
    );
  }
  if (level === null) {
    return fault(
      'INVALID_ACTION',
      `Expected a level for ${found}; got nothing.`,
      `Try "action: { ${found}: light }".`,
    );
  }
  const point = parsePoint(level);
  if (!point.ok) return { ok: false, fault: { ...point.fault, path: [name] } };
  return read({ do: found, level: point.value });
}

/** Where the parts of a rule's condition are in the file: a key or a value of the mapping. */
export interface ConditionPart {
  readonly text: string;
  /** Path within the condition; empty for the condition itself. */
  readonly path: readonly string[];
  readonly part: 'key' | 'value';
}

export interface RuleCondition {
  readonly parts: readonly ConditionPart[];
  readonly holdMs: number;
  /** Keys that a rule cannot have: it looks at signals, not at what became of an event. */
  readonly foreign: readonly string[];
}

/** A condition that the schema has let through: text, or a mapping of keys that must all hold. */
export function readCondition(input: unknown): RuleCondition {
  if (typeof input === 'string') {
    return { parts: [{ text: input, path: [], part: 'value' }], holdMs: 0, foreign: [] };
  }
  const parts: ConditionPart[] = [];
  const foreign: string[] = [];
  let holdMs = 0;
  for (const [key, value] of Object.entries(input ?? {})) {
    if (value === null) parts.push({ text: key, path: [key], part: 'key' });
    else if (key === 'if' && typeof value === 'string') {
      parts.push({ text: value, path: [key], part: 'value' });
    } else if (key === 'hold') {
      const hold = parseDuration(value, 'zero-allowed');
      if (hold.ok) holdMs = hold.value;
    } else foreign.push(key);
  }
  return { parts, holdMs, foreign };
}

/** All of them at once, as one expression. */
export function joined(parts: readonly ConditionPart[]): string {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only.text;
  return parts.map(({ text }) => `(${text})`).join(' && ');
}

function soleEntry(input: unknown): readonly [string | null, unknown] {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return [null, null];
  const [entry, ...rest] = Object.entries(input);
  return entry === undefined || rest.length > 0 ? [null, null] : entry;
}
