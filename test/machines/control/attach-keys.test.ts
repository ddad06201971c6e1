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
    keys: parts
      .flatMap(({ sent }) => sent.flatMap((one) => (one.isReport ? [] : [one.data])))
      .join(''),
    reports: parts.flatMap(({ sent }) => sent.flatMap((one) => (one.isReport ? [one.data] : []))),
    detached: parts.some(({ detached }) => detached),
    waitsFor: parts.at(-1)?.waitsFor,
    released: reader.release(),
  };
};

it.each(['\u001c', `${esc}[92;5u`, `${esc}[27;5;92~`])('detaches on two strokes: %j', (stroke) => {
  expect(read(`ls\r${stroke}`, `${stroke}more`)).toMatchObject({ keys: 'ls\r', detached: true });
  expect(read(stroke)).toMatchObject({ keys: '', waitsFor: 'stroke', released: stroke });
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
  ['strokes in a paste', `${esc}[200~a\u001c\u001cb${esc}[92;5u${esc}[92;5u${esc}[201~c`],
  ['reports in a paste', `${esc}[200~${esc}[I${esc}[24;80R${esc}[201~`],
  ['keys spelt in full', `${esc}[97;5u${esc}[13;2u`],
  ['meta', `${esc}f${esc}b${esc}x`],
  ['letters of all kinds', 'é日本🎉\u0000\u0003\u001a\u007f'],
])('types %s as they are', (_name, keys) => {
  const whole = { keys, reports: [], detached: false, waitsFor: null, released: '' };
  expect(read(keys)).toEqual(whole);
});

it.each([
  ['the mouse', [`${esc}[<0;10;20M`, `${esc}[<0;10;20m`]],
  ['the mouse of old', [`${esc}[M !!`, `${esc}[32;10;20M`]],
  ['the window', [`${esc}[I`, `${esc}[O`]],
])('passes on what is reported of %s, typed by nobody', (_name, reports) => {
  expect(read(`a${reports.join('b')}c`)).toMatchObject({ keys: 'abc', reports });
  // A stroke is one of two all the same.
  expect(read('\u001c', ...reports, '\u001c')).toMatchObject({ reports, detached: true });
});

it('takes a sequence that is cut anywhere for what it is', () => {
  const whole = [`${esc}[<0;10;20M`, `${esc}[24;80R`, `${esc}P>|xterm(390)${esc}\\`, `${esc}[I`];
  for (const text of whole) {
    for (let at = 1; at < text.length; at += 1) {
      const cut = read(`a${text.slice(0, at)}`, `${text.slice(at)}b`);
      expect([text, at, cut.keys]).toEqual([text, at, 'ab']);
    }
  }
  const paste = `${esc}[200~a\u001c\u001cb${esc}[201~`;
  for (let at = 1; at < paste.length; at += 1) {
    const cut = read(paste.slice(0, at), paste.slice(at), '\u001c', '\u001c');
    expect([at, cut.keys, cut.detached]).toEqual([at, paste, true]);
  }
});

it('lets go what waits for a rest that does not come, and a paste without end', () => {
  expect(read(esc)).toMatchObject({ keys: '', waitsFor: 'rest', released: esc });
  expect(read(`${esc}[`)).toMatchObject({ keys: '', waitsFor: 'rest', released: `${esc}[` });
  const reader = createKeyReader();
  expect(reader.read(`${esc}[200~a\u001c\u001c`)).toMatchObject({ waitsFor: 'paste' });
  expect(reader.release()).toBe('');
  expect(reader.read('\u001c\u001c').detached).toBe(true);
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
