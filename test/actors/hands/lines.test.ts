/**
 * Goal: lines are cut right wherever the pieces are, and none can fill the memory.
 * Method: random cuts against `split`; a line of a megabyte.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLineCutter } from '../../../actors/hands/lines.ts';

const encode = (text: string) => new TextEncoder().encode(text);

function cut(bytes: Uint8Array, size: number, tooLong = () => {}): readonly string[] {
  const lines: string[] = [];
  const feed = createLineCutter((line) => lines.push(new TextDecoder().decode(line)), tooLong);
  for (let at = 0; at < bytes.length; at += size) feed(bytes.subarray(at, at + size));
  return lines;
}

it('cuts like split, and keeps the unfinished', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ü', '😀', '\n'), maxLength: 40 });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 9 }), (whole, size) => {
      expect(cut(encode(whole), size)).toEqual(whole.split('\n').slice(0, -1));
    }),
  );
});

it('drops a line that is too long, tells it once, and drops only that', () => {
  const text = `one\n${'x'.repeat(1_000_000)}\ntwo\n`;
  let told = 0;
  expect(cut(encode(text), 1_000, () => told++)).toEqual(['one', 'two']);
  expect(told).toBe(1);
  expect(cut(encode(text), 5_000_000)).toEqual(['one', 'two']);
});
