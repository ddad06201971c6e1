/**
 * Goal: keys go through as they were typed, two strokes detach however the terminal spells them,
 * and what the terminal answers by itself is never typed.
 * Method: keys, strokes and reports, alone and mixed; random text (fast-check).
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createKeyReader } from '../../../machines/control/attach-keys.ts';

const esc = '\u001b';
const read = (...texts: readonly string[]) => {
  const reader = createKeyReader();
  const parts = texts.map((text) => reader.read(text));
  return {
    keys: parts.map(({ keys }) => keys).join(''),
    detached: parts.some(({ detached }) => detached),
    waits: parts.at(-1)?.waits,
    released: reader.release(),
  };
};

it.each(['\u001c', `${esc}[92;5u`, `${esc}[27;5;92~`])('detaches on two strokes: %j', (stroke) => {
  expect(read(`ls\r${stroke}`, `${stroke}more`)).toMatchObject({ keys: 'ls\r', detached: true });
  expect(read(stroke)).toEqual({ keys: '', detached: false, waits: true, released: stroke });
  // A stroke that another key follows is a key.
  expect(read(stroke, 'x', stroke)).toMatchObject({ keys: `${stroke}x`, detached: false });
});

it.each([
  ['device attributes', `${esc}[?62;22c`],
  ['secondary attributes', `${esc}[>0;276;0c`],
  ['where the cursor is', `${esc}[24;80R`],
  ['a mode', `${esc}[?2026;2$y`],
  ['the version', `${esc}P>|xterm(390)${esc}\\`],
  ['a colour', `${esc}]11;rgb:0000/0000/0000${esc}\\`],
  ['a colour with a bell', `${esc}]10;rgb:ffff/ffff/ffff\u0007`],
  ['the size', `${esc}[8;24;80t`],
  ['keyboard flags', `${esc}[?1u`],
  ['that all is well', `${esc}[0n`],
])('does not type what the terminal answers: %s', (_name, report) => {
  expect(read(`a${report}b`)).toMatchObject({ keys: 'ab', detached: false });
});

it.each([
  ['arrows', `${esc}[A${esc}OA${esc}[1;5D`],
  ['function keys', `${esc}OR${esc}[1;5R${esc}[15~${esc}[24;2~`],
  ['a paste', `${esc}[200~two\nlines${esc}[201~`],
  ['the mouse', `${esc}[<0;10;20M${esc}[<0;10;20m`],
  ['focus', `${esc}[I${esc}[O`],
  ['keys spelt in full', `${esc}[97;5u${esc}[13;2u`],
  ['meta', `${esc}f${esc}b${esc}`],
  ['letters of all kinds', 'é日本🎉\u0000\u0003\u001a\u007f'],
])('types %s as they are', (_name, keys) => {
  expect(read(keys)).toEqual({ keys, detached: false, waits: false, released: '' });
});

it('loses nothing of plain text, however it is cut', () => {
  const plain = fc.string({ unit: fc.constantFrom('a', ' ', '\r', 'é', '\u0003', '\t') });
  fc.assert(
    fc.property(fc.array(plain), (texts) => {
      expect(read(...texts, '').keys).toBe(texts.join(''));
    }),
    { numRuns: 100, seed: 4 },
  );
});
