/**
 * Goal: a UUID comes back from its words as it was, and nothing else is taken for one.
 * Method: random UUIDs; the same with one character changed; texts of the right length.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readWords, textOfWords } from '../../../machines/kernel/id-words.ts';

const words = new Uint32Array(6);

it('comes back as it was', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.constantFrom(0, 1, 2), (id, at) => {
      expect(readWords(id, words, at)).toBe(true);
      expect(textOfWords(words, at)).toBe(id);
    }),
    { numRuns: 500, seed: 1 },
  );
});

it('is refused unless it is the canonical form, whatever one character becomes', () => {
  const canonical = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
  const character = fc.oneof(
    fc.constantFrom('g', 'A', 'F', '-', '0', 'f', '\u0130', '\u0161', '\ud83d', '/', ':'),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
  );
  fc.assert(
    fc.property(fc.uuid(), fc.nat(35), character, (id, at, one) => {
      const changed = `${id.slice(0, at)}${one}${id.slice(at + 1)}`;
      expect(readWords(changed, words, 0)).toBe(canonical.test(changed));
    }),
    { numRuns: 1_000, seed: 2 },
  );
  for (const other of ['', 'e1', `{${'0'.repeat(34)}}`, `${'0'.repeat(37)}`]) {
    expect(readWords(other, words, 0)).toBe(false);
  }
});
