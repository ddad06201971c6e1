/**
 * Goal: keys are text, once, and never one that JavaScript gives a meaning of its own.
 * Method: each law in both formats, and what is left of the document.
 */
import { describe, expect, it } from 'vitest';
import { plainOf } from '../../../machines/timeline/source.ts';
import { readJson } from '../../../runtime/formats/json.ts';
import { keyProblem, notAMapping } from '../../../runtime/formats/laws.ts';
import { readYaml } from '../../../runtime/formats/yaml.ts';
import { brief } from '../../machines/timeline/documents.ts';

describe.each([
  ['YAML', readYaml],
  ['JSON', readJson],
])('%s', (_name, readText) => {
  it.each([
    ['__proto__', 'FORBIDDEN_KEY a["x"]'],
    ['constructor', 'FORBIDDEN_KEY'],
    ['prototype', 'FORBIDDEN_KEY'],
    ['<<', 'MERGE_KEY'],
    ['b', 'DUPLICATE_KEY'],
  ])('leaves %s out and says so', (key, code) => {
    const read = readText('t', `{"a": {"b": 1, ${JSON.stringify(key)}: {"x": 1}}, "c": 2}`);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    expect(JSON.stringify(plainOf(read.value.root))).toBe('{"a":{"b":1},"c":2}');
    expect(read.value.problems.map((problem) => problem.code)).toEqual([code.split(' ')[0]]);
    expect(brief(read.value.problems[0] ?? { code: '', message: '' })).toMatch(/ 1:16$/);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
});

const at = { line: 2, column: 3 };

it('wants keys that are text', () => {
  expect(keyProblem('t', ['a'], null, at, new Map())).toMatchObject({
    code: 'KEY_NOT_TEXT',
    where: { path: 'a', ...at },
  });
  expect(keyProblem('t', [], 'fine', at, new Map())).toBeNull();
});

it.each([
  [undefined, 'nothing'],
  [{ kind: 'scalar', at, value: null, text: '' }, 'nothing'],
  [{ kind: 'scalar', at, value: 5, text: '5' }, 'a single value'],
  [{ kind: 'sequence', at, items: [] }, 'a list'],
] as const)('wants a mapping: %j is %s', (root, got) => {
  expect(notAMapping('t', root)).toMatchObject({
    code: 'NOT_A_MAPPING',
    message: `Expected a mapping such as "program: ./my-program"; got ${got}.`,
  });
});
