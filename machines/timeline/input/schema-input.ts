/**
 * Input lanes as the file has them: a pane, and what is typed into it.
 *
 * @spec timeline language
 */
import * as z from 'zod/mini';
import { fault, type Reading } from '../reading.ts';
import { condition } from '../schema-condition.ts';
import { list, maybe, shape, value } from '../schema-forms.ts';
import { eventId, moment, parseText, parseWord, word } from '../schema-values.ts';
import { show } from '../show.ts';
import { clis, inputBytesMax, utf8Length } from './input.ts';

export const cliWord = word(clis, 'UNKNOWN_CLI', 'generic');

const inputText = value({
  expects: 'what is typed',
  example: '"status"',
  json: { type: 'string', minLength: 1, maxLength: inputBytesMax },
  read: parseInput,
});

function parseInput(input: unknown): Reading<string> {
  const text = parseText(input, 'what is typed', inputBytesMax);
  if (!text.ok || utf8Length(text.value) <= inputBytesMax) return text;
  const message = `Expected at most ${inputBytesMax / 1_024} KiB of text; got ${utf8Length(text.value)} bytes.`;
  return fault('TEXT_TOO_LONG', message, 'Shorten it, or split it into several inputs.');
}

const truth = value({
  expects: 'true or false',
  example: 'true',
  json: { type: 'boolean' },
  read: (input): Reading<boolean> => {
    if (typeof input === 'boolean') return { ok: true, value: input };
    const read = parseWord(input, ['true', 'false'], 'WRONG_TYPE');
    if (read.ok) return { ok: true, value: read.value === 'true' };
    return fault('WRONG_TYPE', `Expected true or false; got ${show(input)}.`, 'Try true.');
  },
});

const paneName = value({
  expects: 'a pane such as "1"',
  example: '"1"',
  json: { type: ['string', 'number'], description: 'The pane; "1" is that of the target.' },
  read: (input) => parseText(typeof input === 'number' ? String(input) : input, 'a pane', 64),
});

const inputEvent = shape('an input', {
  id: maybe(eventId, 'Name of the input, unique in the file; default: input-<n>.'),
  at: maybe(moment, 'When it is typed, counted from the start of the run.'),
  inject: inputText.check(
    z.describe(
      'What is typed and submitted, once. Several lines are pasted; line breaks submit nothing.',
    ),
  ),
  start_when: maybe(condition, 'Typed when this holds.'),
  critical: maybe(
    truth,
    'A recovery intent: it passes the gates that let recovery through, such as compaction.',
    { default: 'false' },
  ),
  cli: maybe(cliWord, 'Whom the text is meant for: a note that goes with the request.'),
});

export const inputLane = shape(
  'an input lane',
  { pane: paneName, events: list('inputs', inputEvent) },
  { description: 'What is typed into a pane, through the event kernel.' },
);
