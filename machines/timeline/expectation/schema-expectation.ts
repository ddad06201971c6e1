/**
 * The schema of expectations: what editors are told, and what is read.
 *
 * @spec timeline language
 */
import { conditionMax } from '../schema-condition.ts';
import { list, value } from '../schema-forms.ts';
import { parseText } from '../schema-values.ts';
import { expectationsMax } from './expectation.ts';
import { parseExpectation } from './expectation-input.ts';

const expects = 'an expectation such as "crashes == 0" or "recovered within 10s"';
const expression = { type: 'string', minLength: 1, maxLength: conditionMax };
/** In `{ crashes == 0 }` the key is the expression. */
const either = {
  anyOf: [
    expression,
    { type: 'object', additionalProperties: { type: 'null' }, minProperties: 1, maxProperties: 1 },
  ],
};

const expectation = value({
  expects,
  example: '"crashes == 0"',
  json: {
    anyOf: [
      expression,
      {
        type: 'object',
        properties: {
          always: { ...either, description: 'Must hold at every tick.' },
          sometimes: { ...either, description: 'Must be seen to hold at least once.' },
          finally: { ...either, description: 'Must hold when the run is over.' },
          recovered: {
            anyOf: [...either.anyOf, { type: 'null' }],
            description: 'Must hold for the target to be well again after the last stress.',
          },
          within: {
            anyOf: [{ type: 'string' }, { type: 'number' }],
            description: 'How soon the target must be well again; at most 10m.',
          },
        },
        additionalProperties: { type: 'null', description: 'The key is the expression.' },
        minProperties: 1,
        maxProperties: 2,
      },
    ],
  },
  read: (input) => parseExpectation(input, (text) => parseText(text, expects, conditionMax)),
});

export const expectations = list('expectations such as "crashes == 0"', expectation, {
  maxItems: expectationsMax,
});
