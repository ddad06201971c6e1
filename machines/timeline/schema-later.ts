/**
 * The parts of the language that this version describes and does not run yet: conditions,
 * chains, constraints, expectations and input lanes. Their shape is settled, so that
 * nothing is reshaped later; `reserved.ts` refuses to run them.
 *
 * @spec timeline phase 2, timeline phase 3
 */
import { axes } from './axis.ts';
import { parseAction } from './constraint/rule-input.ts';
import { parseDuration } from './duration.ts';
import { levels } from './level.ts';
import { fault, type Reading, read } from './reading.ts';
import { list, maybe, shape, value } from './schema-forms.ts';
import { moment, parsePoint, parseText, parseWord, text } from './schema-values.ts';
import { oneOf, show } from './show.ts';
import { didYouMean } from './suggest.ts';

/** Longest expression, in characters. */
export const conditionMax = 512;

export const outcomes = ['survived', 'crash', 'exit', 'hang', 'any'] as const;
const conditionKeys = ['event', 'outcome', 'if', 'hold'] as const;

const expressionJson = { type: 'string', minLength: 1, maxLength: conditionMax };

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
          hold: {
            anyOf: [{ type: 'string' }, { type: 'number' }],
            description: 'How long it must hold.',
          },
        },
        additionalProperties: { type: 'null', description: 'The key is the expression.' },
        propertyNames: { maxLength: conditionMax },
        minProperties: 1,
      },
    ],
  },
  read: parseCondition,
});

/** Text, or a mapping; in `{ crashes >= 1 }` the key is the expression and its value is null. */
function parseCondition(input: unknown): Reading<unknown> {
  if (typeof input !== 'object') return parseText(input, 'a condition', conditionMax);
  if (Array.isArray(input) || input === null) {
    return fault(
      'WRONG_TYPE',
      `Expected a condition; got ${show(input)}.`,
      'Join several with "and".',
    );
  }
  const entries = Object.entries(input);
  const expressions = entries.filter(
    ([key]) => !(conditionKeys as readonly string[]).includes(key),
  );
  for (const [key, item] of expressions) {
    if (key.length > conditionMax) return parseText(key, 'a condition', conditionMax);
    if (item === null) continue;
    const message = `Expected the keys of a condition (${conditionKeys.join(', ')}); got ${show(key)}.`;
    const hint =
      didYouMean(key, conditionKeys) ?? 'An expression alone has no value: { crashes >= 1 }.';
    return { ok: false, fault: { code: 'UNKNOWN_KEY', message, hint, path: [key], part: 'key' } };
  }
  const known = input as { event?: unknown; outcome?: unknown; if?: unknown; hold?: unknown };
  const sources = expressions.length + Number('event' in known) + Number('if' in known);
  if (sources !== 1) {
    const message = `Expected one condition; got ${sources === 0 ? 'nothing' : sources}.`;
    return fault('INVALID_CONDITION', message, 'Try { crashes >= 1 } or { event: spike-1 }.');
  }
  if (known.outcome !== undefined) {
    const outcome = parseWord(known.outcome, outcomes, 'UNKNOWN_OUTCOME');
    if (!outcome.ok) return { ok: false, fault: { ...outcome.fault, path: ['outcome'] } };
  }
  if ('if' in known) {
    const expression = parseText(known.if, 'a condition', conditionMax);
    if (!expression.ok) return { ok: false, fault: { ...expression.fault, path: ['if'] } };
  }
  if ('hold' in known) {
    const hold = parseDuration(known.hold, 'zero-allowed');
    if (!hold.ok) return { ok: false, fault: { ...hold.fault, path: ['hold'] } };
  }
  return read(input);
}

const expression = text('an expression such as "crashes == 0"', '"crashes == 0"', conditionMax);

export const chains = list(
  'chains such as "spike-1 -> climb"',
  text('a chain such as "spike-1 -> climb"', '"spike-1 -> climb"', conditionMax),
);

export const expectations = list('expectations such as "crashes == 0"', expression);

const point = {
  anyOf: [{ enum: [...levels] }, { type: 'string', pattern: '^\\s*\\d+(\\.\\d*)?\\s*%\\s*$' }],
};
const action = value({
  expects: 'an action: pause, stop, { intensity: light } or { cap: 40% }',
  example: '{ intensity: light }',
  json: {
    anyOf: [
      { enum: ['pause', 'stop'] },
      {
        type: 'object',
        properties: {
          intensity: { ...point, description: 'The most that each of its events takes.' },
          cap: { ...point, description: 'The most that all of its events take together.' },
        },
        minProperties: 1,
        maxProperties: 1,
        additionalProperties: false,
      },
    ],
  },
  read: (input) => parseAction(input, (level) => parsePoint(level, 'positive')),
});
const rule = shape('a rule', {
  if: condition,
  action,
  until: maybe(expression, 'It gives way until this holds; default: until `if` no longer does.'),
});
const rules = Object.fromEntries(
  axes.map((name) => [name, maybe(rule, `When ${name} gives way.`)]),
);

export const constraints = shape('the constraints', {
  bottleneck: value({
    expects: `an axis (${oneOf(axes)}) or auto`,
    example: 'memory',
    json: {
      type: 'string',
      enum: [...axes, 'auto'],
      description: 'The axis that governs the rest, or auto: found from pressure.',
    },
    read: (input) => parseWord(input, [...axes, 'auto'] as const, 'UNKNOWN_AXIS'),
  }),
  subordinate: maybe(shape('the subordinate axes', rules), 'What the other axes do meanwhile.'),
});

export const inputLane = shape(
  'an input lane',
  {
    pane: value({
      expects: 'a pane such as "1"',
      example: '"1"',
      json: { type: ['string', 'number'] },
      read: (input) => parseText(typeof input === 'number' ? String(input) : input, 'a pane', 64),
    }),
    events: list(
      'inputs',
      shape('an input', {
        id: maybe(text('an id such as ask', 'ask', 128), 'Name of the input.'),
        at: maybe(moment, 'When it is typed.'),
        inject: text('what is typed', '"status"'),
        start_when: maybe(condition, 'Typed when this holds.'),
      }),
    ),
  },
  { description: 'Reserved: what is typed into the target.' },
);
