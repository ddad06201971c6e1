/**
 * Goal: a value of the file can be shown in a message without harm.
 * Method: one of each kind, and texts that would steer a terminal.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { oneOf, plainText, show, showText } from '../../../machines/timeline/show.ts';

it('shows each kind of value', () => {
  const shown = [undefined, null, 'a', 0.5, true, [1], { a: 1 }].map(show);
  expect(shown).toEqual([
    'nothing',
    'nothing',
    '"a"',
    'the number 0.5',
    'true',
    'a list',
    'a mapping',
  ]);
});

it('cuts what is long', () => {
  expect(showText('x'.repeat(100_000))).toBe(`"${'x'.repeat(60)}…"`);
  expect(showText('x'.repeat(60))).toBe(`"${'x'.repeat(60)}"`);
});

it('lets no control, format or half character through', () => {
  expect(plainText('a\u001b[31m\u202e\n\t\ud800')).toBe('a\\u{1b}[31m\\u{202e}\\n\\t\\u{d800}');
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      expect(showText(text)).not.toMatch(/[\p{C}\u2028\u2029]/u);
    }),
  );
});

it('lists words', () => {
  expect([oneOf([]), oneOf(['a']), oneOf(['a', 'b']), oneOf(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a or b',
    'a, b or c',
  ]);
});
