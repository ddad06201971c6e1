/**
 * Goal: bytes are read as they are said to be, whatever wrote them.
 * Method: bytes by hand, one value of each tag; what `value-bytes` writes is read in its own test.
 */
import { expect, it } from 'vitest';
import { readValue, tag } from '../../../machines/kernel/value-reader.ts';

const lists = { keys: (number: number) => (number === 258 ? ['a', '__proto__'] : []) };
const read = (...bytes: readonly number[]) =>
  readValue(Uint8Array.of(99, ...bytes), ['kept'], lists, 1);

it('reads one value of each tag', () => {
  expect([read(tag.null), read(tag.false), read(tag.true)]).toEqual([null, false, true]);
  expect([read(tag.count, 127), read(tag.count, 128, 1)]).toEqual([127, 128]);
  expect(read(tag.count, 255, 255, 255, 255, 7)).toBe(2 ** 31 - 1);
  expect(read(tag.number, 0, 0, 0, 0, 0, 0, 0xf0, 0xbf)).toBe(-1);
  expect(read(tag.text, 2, 0x68, 0xff)).toBe('hÿ');
  expect(read(tag.wide, 1, 0x7c, 0x01)).toBe('ż');
  expect(read(tag.kept, 0)).toBe('kept');
  expect(read(tag.list, 2, tag.true, tag.list, 0)).toEqual([true, []]);
  expect(read(tag.spelled, 1, tag.text, 1, 0x7a, tag.null)).toEqual({ z: null });
});

it('reads objects by the list of their keys, frozen, a key named __proto__ included', () => {
  const object = read(tag.object, 2, 1, tag.count, 5, tag.object, 2, 1, tag.true, tag.false);
  expect(JSON.stringify(object)).toBe('{"a":5,"__proto__":{"a":true,"__proto__":false}}');
  expect(Object.isFrozen(object)).toBe(true);
});
