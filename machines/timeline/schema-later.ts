/**
 * Chains and constraints as the file has them.
 *
 * @spec timeline phase 2, timeline phase 3
 */
import { axes } from './axis.ts';
import { parseAction } from './constraint/rule-input.ts';
import { levels } from './level.ts';
import { condition, conditionMax } from './schema-condition.ts';
import { list, maybe, shape, value } from './schema-forms.ts';
import { parsePoint, parseWord, text } from './schema-values.ts';
import { oneOf } from './show.ts';

const expression = text('an expression such as "crashes == 0"', '"crashes == 0"', conditionMax);

export const chains = list(
  'chains such as "spike-1 -> climb"',
  text('a chain such as "spike-1 -> climb"', '"spike-1 -> climb"', conditionMax),
);

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
