/**
 * Goal: YAML is read as the core schema says, with the place of every key and value.
 * Method: hand-counted places, aliases at their limit, and a comparison with JSON.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOf, plainOf } from '../../../machines/timeline/source.ts';
import { readYaml } from '../../../runtime/formats/yaml.ts';

function plain(text: string): unknown {
  const read = readYaml('t.yaml', text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return JSON.parse(JSON.stringify(plainOf(read.value.root)));
}

function codes(text: string): readonly string[] {
  const read = readYaml('t.yaml', text);
  return read.ok ? [] : read.problems.map(({ code }) => code);
}

it('reads the core schema of YAML 1.2', () => {
  expect(
    plain(
      'a: yes\nb: 0x10\nc: 1_000\nd: ~\ne: true\nf: 2001-01-01\ng: "1"\nh: 60%\ni:\nj: 1e3\n5: k\nnull: l',
    ),
  ).toEqual({
    a: 'yes',
    b: 16,
    c: '1_000',
    d: null,
    e: true,
    f: '2001-01-01',
    g: '1',
    h: '60%',
    i: null,
    j: 1_000,
    5: 'k',
    null: 'l',
  });
});

it("reads the seed's conditions: the key is the expression, the value null", () => {
  expect(plain('start_when: { crashes >= 1 }\nif: { memory_pressure > 0.8 }')).toEqual({
    start_when: { 'crashes >= 1': null },
    if: { 'memory_pressure > 0.8': null },
  });
});

it('knows where everything is, behind wide characters and CR LF too', () => {
  const read = readYaml('t.yaml', 'a: é\r\n日: { b: 1,\r\n  c: [x, y] }\r\nd:\r\n');
  if (!read.ok) throw new Error('unread');
  const at = (path: (string | number)[], part?: 'key') => {
    const { line, column } = placeOf(read.value, path, part);
    return `${line}:${column}`;
  };
  expect([at(['a']), at(['日'], 'key'), at(['日']), at(['日', 'b']), at(['日', 'c', 1])]).toEqual([
    '1:4',
    '2:1',
    '2:4',
    '2:9',
    '3:10',
  ]);
  // What is empty is where its key is.
  expect(at(['d'])).toBe('4:1');
});

describe('aliases', () => {
  it('are followed', () => {
    expect(plain('a: &x { b: [1, 2] }\nc: *x\nd: [*x]')).toEqual({
      a: { b: [1, 2] },
      c: { b: [1, 2] },
      d: [{ b: [1, 2] }],
    });
  });

  it.each([
    ['of nothing', 'a: *x', 'UNKNOWN_ALIAS'],
    ['of themselves', 'a: &x [*x]', 'UNKNOWN_ALIAS'],
    ['as keys', '? *x\n: 1', 'KEY_NOT_TEXT'],
  ])('%s', (_name, text, code) => {
    const read = readYaml('t.yaml', text);
    const problems = read.ok ? read.value.problems : read.problems;
    expect(problems.map((problem) => problem.code)).toEqual([code]);
  });

  const laughs = (levels: number) =>
    `a0: &a0 [${'x,'.repeat(9)}]\n${Array.from(
      { length: levels },
      (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}]\n`,
    ).join('')}`;

  it('are counted: a billion laughs are a bomb, a few are not', () => {
    expect(codes(laughs(3))).toEqual([]);
    expect(codes(laughs(4))).toEqual(['ALIAS_BOMB']);
    expect(codes(laughs(9))).toEqual(['ALIAS_BOMB']);
  });

  it('cannot nest deeper than brackets can', () => {
    const chain = Array.from({ length: 20 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]\n`).join('');
    expect(codes(`a0: &a0 x\n${chain}`)).toContain('TOO_DEEP');
  });
});

it.each([
  ['a: [1', 'YAML_SYNTAX'],
  ['a: b: c', 'YAML_SYNTAX'],
  ['\ta: 1', 'YAML_SYNTAX'],
  ['a: "x', 'YAML_SYNTAX'],
  ['- a', 'NOT_A_MAPPING'],
  ['just text', 'NOT_A_MAPPING'],
  ['# only a comment', 'NOT_A_MAPPING'],
  ['---\n', 'NOT_A_MAPPING'],
  ['? [a]\n: 1\nb: 2', 'KEY_NOT_TEXT'],
])('%j: %s', (text, code) => {
  const read = readYaml('t.yaml', text);
  expect((read.ok ? read.value : read).problems[0]).toMatchObject({
    code,
    where: { file: 't.yaml', line: expect.any(Number), column: expect.any(Number) },
  });
});

it('tells at most twenty slips of syntax', () => {
  expect(codes(`${'a: b: c\n'.repeat(100)}`)).toHaveLength(20);
});

it('reads JSON as JSON does', () => {
  const safe = fc.string({ unit: 'grapheme', maxLength: 20 });
  const object = fc.dictionary(safe, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 5 });
  const forbidden = /"(__proto__|constructor|prototype|<<)"|-0/;
  fc.assert(
    fc.property(object, (value) => {
      const json = JSON.stringify(value);
      fc.pre(!forbidden.test(json));
      expect(plain(json)).toEqual(JSON.parse(json));
    }),
  );
});
