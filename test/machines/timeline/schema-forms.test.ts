/**
 * Goal: the forms keep what editors are told and how a value is read side by side, and say
 * what is needed to explain an issue.
 * Method: a tiny language built of every form.
 */
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { fault, read } from '../../../machines/timeline/reading.ts';
import {
  dictionary,
  either,
  list,
  maybe,
  shape,
  value,
} from '../../../machines/timeline/schema-forms.ts';

const even = value({
  expects: 'an even number',
  example: '2',
  json: { type: 'integer', multipleOf: 2 },
  read: (input) =>
    Number(input) % 2 === 0 ? read(Number(input) * 10) : fault('ODD', 'Expected even.'),
});

const tiny = shape('a thing', {
  one: even,
  many: maybe(list('numbers', even), 'Several.', { default: 'none' }),
  named: maybe(dictionary('numbers', even), 'By name.'),
  form: maybe(either('a number or { of }', even, shape('a form', { of: even })), 'Short or long.'),
});

function notes(input: unknown) {
  const parsed = tiny.safeParse(input);
  if (parsed.success) return parsed.data;
  return parsed.error.issues.map((issue) => [
    issue.path.join('.'),
    (issue as { params?: { note: string } }).params?.note,
  ]);
}

it('reads', () => {
  expect(notes({ one: '2', many: [4], named: { a: 6 }, form: { of: 8 } })).toEqual({
    one: 20,
    many: [40],
    named: { a: 60 },
    form: { of: 80 },
  });
});

it('notes what is wrong, all at once', () => {
  expect(notes({ many: [1, null], named: [], form: 3, on: 1 })).toEqual([
    ['one', 'missing'],
    ['many.0', 'fault'],
    ['many.1', 'missing'],
    ['named', 'type'],
    ['form', 'type'],
    ['', 'unknown-keys'],
  ]);
});

it('tells editors the same', () => {
  const json = z.toJSONSchema(tiny, { io: 'input', unrepresentable: 'any' });
  expect(json.required).toEqual(['one']);
  expect(json.additionalProperties).toBe(false);
  expect(json.properties).toMatchObject({
    one: { type: 'integer', multipleOf: 2 },
    many: { type: 'array', items: { type: 'integer' }, description: 'Several. Default: none.' },
    named: { type: 'object', description: 'By name.' },
    form: { anyOf: [{ type: 'integer' }, { type: 'object', required: ['of'] }] },
  });
});
