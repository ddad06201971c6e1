/**
 * Goal: a text is found wherever the pieces are cut, and nothing else is.
 * Method: random texts and cuts, against `includes`.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createByteSearch } from '../../../actors/hands/byte-search.ts';

it('finds what includes finds, at the same piece', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'ü', '€', '😀'), maxLength: 4 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'ü', '€', '😀'), maxLength: 30 });
  fc.assert(
    fc.property(word, text, fc.integer({ min: 1, max: 7 }), (wanted, whole, size) => {
      const search = createByteSearch(wanted);
      const bytes = new TextEncoder().encode(whole);
      const needle = Buffer.from(wanted);
      for (let at = 0; at < bytes.length; at += size) {
        const sofar = Buffer.from(bytes.subarray(0, at + size));
        expect(search(bytes.subarray(at, at + size))).toBe(sofar.includes(needle));
      }
    }),
  );
});

it('takes half a surrogate pair for what programs write in its place', () => {
  expect(createByteSearch('x\ud800')(new TextEncoder().encode('x\ufffd'))).toBe(true);
});
