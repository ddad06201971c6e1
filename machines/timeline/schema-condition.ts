/**
 * Conditions as the file has them: text, or a mapping of keys that hold together.
 *
 * @spec timeline phase 2
 */
import { outcomes } from './condition/wish.ts';
import { parseDuration } from './duration.ts';
import { fault, type Reading, read } from './reading.ts';
import { value } from './schema-forms.ts';
import { parseId, parseText, parseWord } from './schema-values.ts';
import { show } from './show.ts';
import { didYouMean } from './suggest.ts';

/** Longest expression, in characters. */
export const conditionMax = 512;
/** Conditions within conditions. */
const depthMax = 8;

const conditionKeys = ['event', 'outcome', 'if', 'all', 'any', 'hold', 'by'] as const;
const example = 'Try { crashes >= 1 } or { event: spike-1, outcome: crash }.';

const expressionJson = { type: 'string', minLength: 1, maxLength: conditionMax };
const lengthJson = { anyOf: [{ type: 'string' }, { type: 'number' }] };
const listJson = { type: 'array', minItems: 1, items: { $ref: '#/$defs/condition' } };

export const condition = value({
  expects: 'a condition such as { crashes >= 1 } or { event: spike-1, outcome: crash }',
  example: '{ crashes >= 1 }',
  json: {
    id: 'condition',
    anyOf: [
      expressionJson,
      {
        type: 'object',
        properties: {
          event: { type: ['string', 'number'], description: 'Id of an event that has ended.' },
          outcome: { enum: [...outcomes], default: 'any', description: 'How it ended.' },
          if: { ...expressionJson, description: 'An expression over signals.' },
          all: { ...listJson, description: 'Conditions that all hold.' },
          any: { ...listJson, description: 'Conditions of which one holds.' },
          hold: { ...lengthJson, description: 'How long it must hold.' },
          by: { ...lengthJson, description: 'Offset after which it is given up.' },
        },
        additionalProperties: { type: 'null', description: 'The key is the expression.' },
        propertyNames: { maxLength: conditionMax },
        minProperties: 1,
      },
    ],
  },
  read: (input) => parseCondition(input, 0),
});

type Given = Readonly<Partial<Record<(typeof conditionKeys)[number], unknown>>>;

/** In `{ crashes >= 1 }` the key is the expression and its value is null. */
function parseCondition(input: unknown, depth: number): Reading<unknown> {
  if (typeof input === 'number' || typeof input === 'boolean') {
    return fault('WRONG_TYPE', `Expected a condition; got ${show(input)}.`, example);
  }
  if (typeof input !== 'object') return parseText(input, 'a condition', conditionMax);
  if (Array.isArray(input) || input === null) {
    const message = `Expected a condition; got ${show(input)}.`;
    return fault('WRONG_TYPE', message, 'Several conditions stand under "all" or "any".');
  }
  if (depth > depthMax) {
    const message = `Expected conditions at most ${depthMax} deep.`;
    return fault('CONDITION_TOO_DEEP', message, 'Put them side by side.');
  }
  const foreign = foreignKey(input);
  if (foreign !== null) return foreign;
  const given = input as Given;
  const known = conditionKeys.filter((key) => key in input).length;
  const expressions = Object.keys(input).length - known;
  const sources = ['event', 'if', 'all', 'any'].filter((key) => key in input).length;
  if (expressions + sources === 0) {
    return fault('INVALID_CONDITION', 'Expected a condition; got nothing.', example);
  }
  return judgeKeys(given, depth) ?? read(input);
}

/** A key that is neither ours nor an expression, which alone has no value. */
function foreignKey(input: object): Reading<never> | null {
  for (const [key, item] of Object.entries(input)) {
    if ((conditionKeys as readonly string[]).includes(key)) continue;
    if (key.length > conditionMax) {
      const text = parseText(key, 'a condition', conditionMax);
      return text.ok ? null : text;
    }
    if (item === null) continue;
    const message = `Expected the keys of a condition (${conditionKeys.join(', ')}); got ${show(key)}.`;
    const hint =
      didYouMean(key, conditionKeys) ?? 'An expression alone has no value: { crashes >= 1 }.';
    return { ok: false, fault: { code: 'UNKNOWN_KEY', message, hint, path: [key], part: 'key' } };
  }
  return null;
}

function judgeKeys(given: Given, depth: number): Reading<never> | null {
  const at = (key: string, reading: Reading<unknown>): Reading<never> | null =>
    reading.ok
      ? null
      : { ok: false, fault: { ...reading.fault, path: [key, ...(reading.fault.path ?? [])] } };
  if (given.outcome !== undefined && given.event === undefined) {
    return fault('INVALID_CONDITION', 'Expected an event beside `outcome`; got none.', example);
  }
  if (given.by !== undefined && depth > 0) {
    return fault('INVALID_CONDITION', 'Expected `by` at the condition itself.', 'Move it up.');
  }
  return (
    (given.event === undefined ? null : at('event', parseId(given.event))) ??
    (given.outcome === undefined
      ? null
      : at('outcome', parseWord(given.outcome, outcomes, 'UNKNOWN_OUTCOME'))) ??
    (given.if === undefined ? null : at('if', parseText(given.if, 'a condition', conditionMax))) ??
    (given.hold === undefined ? null : at('hold', parseDuration(given.hold, 'zero-allowed'))) ??
    (given.by === undefined ? null : at('by', parseDuration(given.by, 'zero-allowed'))) ??
    (given.all === undefined ? null : at('all', parseList(given.all, depth))) ??
    (given.any === undefined ? null : at('any', parseList(given.any, depth)))
  );
}

function parseList(input: unknown, depth: number): Reading<unknown> {
  if (!Array.isArray(input) || input.length === 0) {
    const got = Array.isArray(input) ? 'an empty one' : show(input);
    return fault('WRONG_TYPE', `Expected a list of conditions; got ${got}.`, example);
  }
  for (const [index, item] of input.entries()) {
    const reading = parseCondition(item, depth + 1);
    if (!reading.ok) {
      const path = [index, ...(reading.fault.path ?? [])];
      return { ok: false, fault: { ...reading.fault, path } };
    }
  }
  return read(input);
}
