/**
 * Goal: each kind of line is known by its own key, and what is none is refused.
 * Method: one line of each kind, and the same with a key spoilt. What is read often is looked at
 * by hand: values that are nearly right are right for the schema and for the hand alike.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  inputLineSchema,
  isEnd,
  isEvent,
  isHeader,
  isInput,
  isVerdict,
  lineOf,
  verdictLineSchema,
} from '../../../machines/record/session-line.ts';

const id = '00000000-0000-4000-8000-000000000001';
const ids = { eventId: id, correlationId: id, causationId: null };
const lines = {
  header: {
    ...{ format: 'ambush.session-log', version: 1, sessionId: id, segment: 0 },
    ...{ startedAt: '2026-02-09T12:00:00.000Z', by: 'ambush' },
  },
  event: { ...ids, type: 'a.b', source: 's', paneId: '1', ts: 1, seq: 1, payload: {}, atMs: 0.5 },
  input: { input: 'submit', atMs: 1 },
  verdict: { verdict: 'deferred', reasons: [], eventId: id, atMs: 1 },
  end: { end: 'closed', lines: 3, atMs: 9 },
};
const kinds = { header: isHeader, event: isEvent, input: isInput, verdict: isVerdict, end: isEnd };
const names = Object.keys(lines) as (keyof typeof lines)[];

describe.each(names)('a line: %s', (name) => {
  it('is itself and nothing else', () => {
    const line = lineOf(lines[name]);
    expect(line).toBe(lines[name]);
    if (line === null || isHeader(line)) return expect(name).toBe('header');
    const known = names.filter((one) => kinds[one](line as never));
    expect(known).toEqual([name]);
  });

  it.each(Object.keys(lines[name]))('is none without its right %s', (key) => {
    expect(lineOf({ ...lines[name], [key]: () => 'never right' })).toBeNull();
  });
});

it('takes an event with a cause, and none without a payload', () => {
  const caused = { ...lines.event, causationId: id };
  expect(lineOf(caused)).toBe(caused);
  expect(lineOf({ ...lines.event, payload: null })).toBeNull();
});

it('takes an event whose ids are of another kind, for its checksum vouches for it', () => {
  const odd = { ...lines.event, eventId: 'elsewhere', correlationId: '' };
  expect(lineOf(odd)).toBe(odd);
});

it.each([null, undefined, 1, 'text', [], {}])('%j is no line', (value) => {
  expect(lineOf(value)).toBeNull();
});

describe('a line that is read often', () => {
  const value = fc.oneof(
    fc.constantFrom<unknown>(id, id.toUpperCase(), `${id} `, id.replace('4', '9'), null, undefined),
    fc.constantFrom<unknown>('submit', 'deferred', 'allowed', 'toString', [], {}, [1], true),
    fc.constantFrom<unknown>(0, -1, 1.5, 1e308, Number.POSITIVE_INFINITY, Number.NaN, '1'),
  );
  const nearly = (right: object) =>
    fc
      .record({ key: fc.constantFrom('none', ...Object.keys(right)), value })
      .map(({ key, value: other }) => ({ ...right, [key]: other }));

  it.each([
    ['input', inputLineSchema, lines.input],
    ['verdict', verdictLineSchema, lines.verdict],
  ] as const)('is an %s when its schema says so', (_, schema, right) => {
    fc.assert(
      fc.property(nearly(right), (line) => {
        expect(lineOf(line) === line).toBe(schema.safeParse(line).success);
      }),
      { numRuns: 500 },
    );
  });
});
