/**
 * Goal: the length of a text is that of its UTF-8.
 * Method: against the encoder of the platform, over arbitrary text.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { utf8Length } from '../../../../machines/timeline/input/input.ts';

it('counts as the encoder does', () => {
  const encoder = new TextEncoder();
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(utf8Length(text)).toBe(encoder.encode(text).length);
    }),
  );
  expect(utf8Length('\ud800a')).toBe(encoder.encode('\ud800a').length);
});
