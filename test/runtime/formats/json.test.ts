/**
 * Goal: strict JSON with places; what JSON.parse refuses is refused, with a better word.
 * Method: JSON.parse as the oracle over random texts; hand-counted places; attacks.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOf, plainOf } from '../../../machines/timeline/source.ts';
import { readJson } from '../../../runtime/formats/json.ts';

const read = (text: string) => readJson('t.json', text);
const first = (text: string) => {
  const result = read(text);
  return result.ok ? null : result.problems[0];
};

it('knows where everything is', () => {
  const result = read('{\n  "a": 1,\r\n\t"b": [true,\n  {"c": "é"}]}');
  if (!result.ok) throw new Error('unread');
  const at = (path: (string | number)[], part?: 'key') => {
    const { line, column } = placeOf(result.value, path, part);
    return `${line}:${column}`;
  };
  expect([at(['a'], 'key'), at(['a']), at(['b'], 'key'), at(['b', 0]), at(['b', 1, 'c'])]).toEqual([
    '2:3',
    '2:8',
    '3:2',
    '3:8',
    '4:9',
  ]);
});

describe('what is no JSON', () => {
  it.each([
    ["{'a': 1}", 1, 2],
    ['{"a": 1,}', 1, 9],
    ['{"a": 1 "b": 2}', 1, 9],
    ['{"a": [1,]}', 1, 10],
    ['{,}', 1, 2],
    ['{"a": 01}', 1, 7],
    ['{"a": .5}', 1, 7],
    ['{"a": 1.}', 1, 7],
    ['{"a": NaN}', 1, 7],
    ['{"a": undefined}', 1, 7],
    ['{"a": truely}', 1, 7],
    ['{"a": "x\ny"}', 1, 7],
    ['{"a": "\\q"}', 1, 7],
    ['{"a": 1} x', 1, 10],
    ['{"a": 1}{}', 1, 9],
    ['{\n"a"', 2, 4],
    ['{"a": ', 1, 7],
    ['// no\n{}', 1, 1],
    ['{"a": 1', 1, 8],
  ])('%j', (text, line, column) => {
    expect(first(text)).toMatchObject({ code: 'JSON_SYNTAX', where: { line, column } });
  });

  it.each(['[]', '5', '"x"', 'null', 'true'])('and what is no mapping: %s', (text) => {
    expect(first(text)?.code).toBe('NOT_A_MAPPING');
  });
});

describe('attacks', () => {
  it.each([
    ['brackets', '{"a": '.concat('['.repeat(1_000_000)), 'TOO_DEEP'],
    ['braces', '{"a": '.repeat(100_000), 'TOO_DEEP'],
    ['tokens', `{"a": [${'1,'.repeat(1_000_000)}1]}`, 'TOO_MANY_TOKENS'],
    ['a string without end', `{"a": "${'x'.repeat(4_000_000)}`, 'JSON_SYNTAX'],
    ['a string of escapes without end', `{"a": "${'\\"'.repeat(2_000_000)}`, 'JSON_SYNTAX'],
    ['a number of 4 MB and a letter', `{"a": ${'1'.repeat(4_000_000)}x}`, 'JSON_SYNTAX'],
  ])('%s', (_name, text, code) => {
    expect(first(text)?.code).toBe(code);
  });

  it('takes one string of 4 MB and many blanks', () => {
    expect(read(`{"a": "${'x'.repeat(4_000_000)}"}`).ok).toBe(true);
    expect(read(`{"a": ${' \n'.repeat(2_000_000)}1}`).ok).toBe(true);
  });
});

it('agrees with JSON.parse on random texts', () => {
  const token = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"b"',
    '"\\u00e9"',
    '1',
    '-1.5e+3',
    'true',
    'null',
    ' ',
    '\n',
    '"',
    '\\',
    '.',
    '-',
  );
  const texts = fc.oneof(
    fc.array(token, { maxLength: 14 }).map((tokens) => tokens.join('')),
    fc
      .dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }))
      .map((value) => JSON.stringify(value, null, 1)),
  );
  fc.assert(
    fc.property(texts, (text) => {
      fc.pre(!/"(__proto__|constructor|prototype|<<)"/.test(text));
      const result = read(text);
      let expected: unknown;
      try {
        expected = JSON.parse(text);
      } catch {
        expect(result.ok).toBe(false);
        return;
      }
      const isMapping =
        typeof expected === 'object' && expected !== null && !Array.isArray(expected);
      expect(result.ok).toBe(isMapping);
      if (!result.ok || result.value.problems.length > 0) return;
      expect(JSON.parse(JSON.stringify(plainOf(result.value.root)))).toEqual(expected);
    }),
    { numRuns: 2_000 },
  );
});
