/**
 * Goal: the fields of a process are found whatever its name is.
 * Method: names that look like fields, and texts that are none.
 */
import { expect, it } from 'vitest';
import { memoryFileSystems, statAfterName } from '../../../machines/hands/linux-proc.ts';

it.each([
  ['7 (node) S 1 7', 'S 1 7'],
  ['7 (a) R 9 (b)) T 1 7', 'T 1 7'],
  ['7 () Z 1', 'Z 1'],
  ['7 node S 1', ''],
  [') R 1', 'R 1'],
  ['', ''],
])('%j', (text, fields) => {
  expect(statAfterName(text)).toBe(fields);
});

it('knows the file systems that are memory by their numbers', () => {
  expect([0x01021994, 0x858458f6, 0xef53].map((type) => memoryFileSystems.has(type))).toEqual([
    true,
    true,
    false,
  ]);
});
