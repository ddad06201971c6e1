/**
 * Goal: every path of a document has a place, missing ones included.
 * Method: one document whose places were counted by hand.
 */
import { expect, it } from 'vitest';
import { nodeAt, pathText, placeOf, plainOf } from '../../../machines/timeline/source.ts';
import { documentOf } from './documents.ts';

const document = documentOf(`a: 1
list:
  - { x: one, "odd key": 2 }
  - three
`);

it('gives the data without places, and without a prototype', () => {
  const plain = plainOf(document.root) as { list: unknown[] };
  expect(JSON.stringify(plain)).toBe('{"a":1,"list":[{"x":"one","odd key":2},"three"]}');
  expect([Object.getPrototypeOf(plain), Object.getPrototypeOf(plain.list[0])]).toEqual([
    null,
    null,
  ]);
});

it.each([
  [[], 'value', '', 1, 1],
  [['a'], 'key', 'a', 1, 1],
  [['a'], 'value', 'a', 1, 4],
  [['list', 0], 'value', 'list[0]', 3, 5],
  [['list', 0, 'odd key'], 'key', 'list[0]["odd key"]', 3, 15],
  [['list', 1], 'value', 'list[1]', 4, 5],
  // What is missing is missing where its nearest ancestor begins.
  [['list', 0, 'gone'], 'value', 'list[0].gone', 3, 5],
  [['list', 7, 'gone'], 'key', 'list[7].gone', 3, 3],
  [['gone'], 'key', 'gone', 1, 1],
] as const)('%j (%s) is at %s %d:%d', (path, part, text, line, column) => {
  expect(placeOf(document, path, part)).toEqual({ file: 't.yaml', path: text, line, column });
});

it('finds nodes, and nothing where there is none', () => {
  expect(nodeAt(document, ['list', 0, 'x'])).toMatchObject({ kind: 'scalar', value: 'one' });
  expect(nodeAt(document, ['a', 'b'])).toBeUndefined();
  expect(nodeAt(document, ['list', 'length'])).toBeUndefined();
});

it('cuts long keys in paths', () => {
  expect(pathText(['a', 0, 'b c', 'x y'.repeat(100)])).toHaveLength(56);
  expect(pathText(['x'.repeat(65_000)])).toHaveLength(45);
});
