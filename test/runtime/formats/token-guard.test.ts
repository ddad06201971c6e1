/**
 * Goal: what makes the parser hang, crash or deceive never reaches it, and what is right does.
 * Method: the attacks, each refused at its place; right texts at the edge of every limit; and
 * random texts of YAML's own words, where guard and parser must agree that nothing is thrown.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { depthMax, guardTokens, tokenMax } from '../../../runtime/formats/token-guard.ts';
import { readYaml } from '../../../runtime/formats/yaml.ts';
import { seedExample, wholeLanguage } from '../../machines/timeline/documents.ts';
import { attacks } from './attacks.ts';

it.each(attacks)('refuses %s', (_name, text, code) => {
  expect(guardTokens('t.yaml', text)).toMatchObject({ code, where: { file: 't.yaml' } });
});

it.each([
  ['a: 1\nb: !x y', 'TAG_REFUSED', 2, 4],
  ['a: |\n  text\nb: !x y', 'TAG_REFUSED', 3, 4],
  ['a: 1\n---\nb: 2', 'SEVERAL_DOCUMENTS', 2, 1],
  ['\r\na: !x', 'TAG_REFUSED', 2, 4],
])('says where: %j', (text, code, line, column) => {
  expect(guardTokens('t.yaml', text)).toMatchObject({ code, where: { line, column } });
});

describe('lets through', () => {
  it.each([
    ['the seed', seedExample],
    ['the design', wholeLanguage],
    ['one document with its marks', '---\na: 1\n...\n'],
    ['a comment before the mark', '# why\n---\na: 1'],
    [
      'marks inside of text',
      'a: "!x &y *z %w --- ..."\nb: it is !x\nc: [a!b, a&b, a*b]\nd: |\n  --- !x\n  %y\n',
    ],
    ['an anchor and an alias', 'a: &x { b: 1 }\nc: *x'],
    [
      'every escape',
      `a: "${'0abtnvfre"/\\N_LP '.replace(/./g, '\\$&')}\\x41\\u0041\\U0001F600\\\n  b"`,
    ],
    ['a long condition', `a: ${'('.repeat(60_000)}`],
    ['the deepest brackets', `${'['.repeat(depthMax)}${']'.repeat(depthMax)}`],
    ['many brackets side by side', `[${'[],'.repeat(10_000)}]`],
    ['the most tokens', `[${'a,'.repeat((tokenMax - 2) / 2)}]`],
    [
      'a thousand events',
      `events:\n${'  - { id: a, axis: cpu, at: 0s, for: 1s, intensity: heavy }\n'.repeat(1_000)}`,
    ],
  ])('%s', (_name, text) => {
    expect(guardTokens('t.yaml', text)).toBeNull();
  });
});

it('leaves nothing that the parser throws on or thinks about for long', () => {
  const word = fc.constantFrom(
    'a',
    'b: ',
    ': ',
    '- ',
    '? ',
    '[',
    ']',
    '{',
    '}',
    ',',
    '&x ',
    '*x',
    '|\n',
    '>\n',
    '"',
    "'",
    '#',
    '\n',
    '\n  ',
    '\n    ',
    ' ',
    '\t',
    '%',
    '!',
    '---\n',
    '...\n',
    '<<: ',
    '\\',
    '~',
    '0x1',
    '.inf',
    '\r\n',
    '\u0085',
    'é',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), (words) => {
      const read = readYaml('t.yaml', words.join(''));
      if (!read.ok) expect(read.problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 2_000 },
  );
});

it('takes time in proportion to the text, within the limits of the file', () => {
  // Each of these fills what the limits allow; a parser that is quadratic takes minutes.
  const fullest = [
    '&a '.repeat(19_000),
    `[${'*a,'.repeat(19_000)}]`,
    `[${': '.repeat(39_000)}]`,
    'a: |\n'.repeat(9_000),
    `a:\n${'\n'.repeat(190_000)} b`,
    Array.from({ length: 13_000 }, (_, i) => `k${i}: v\n`).join(''),
    `a: "${'\\u0041'.repeat(10_900)}"\n`.repeat(60),
  ];
  const startedMs = performance.now();
  for (const text of fullest) readYaml('t.yaml', text);
  expect(performance.now() - startedMs).toBeLessThan(20_000);
});
