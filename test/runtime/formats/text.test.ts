/**
 * Goal: bytes become text, or a problem that says which character is wrong and where.
 * Method: one file per encoding and per kind of character, and random bytes.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, fileMaxBytes, positionIn } from '../../../runtime/formats/text.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

function problemOf(bytes: Uint8Array) {
  const read = decodeText('t.yaml', bytes);
  return read.ok ? null : read.problems[0];
}

it('takes UTF-8 with and without byte order mark', () => {
  expect(decodeText('t', utf8('a: ü日🙂'))).toEqual({ ok: true, value: 'a: ü日🙂' });
  expect(decodeText('t', utf8('\ufeffa: b'))).toEqual({ ok: true, value: 'a: b' });
});

describe('what is no text', () => {
  it.each([
    ['UTF-16, little end first', [0xff, 0xfe, 0x61, 0], 'NOT_UTF8', 1, 1],
    ['UTF-16, big end first', [0xfe, 0xff, 0, 0x61], 'NOT_UTF8', 1, 1],
    ['Latin-1', [0x61, 0x0a, 0x62, 0xfc, 0x0a], 'NOT_UTF8', 2, 2],
    ['an overlong slash', [0xc0, 0xaf], 'NOT_UTF8', 1, 1],
    ['half a surrogate pair', [0x61, 0xed, 0xa0, 0x80], 'NOT_UTF8', 1, 2],
    ['cut in the middle', [0x61, 0xe6, 0x97], 'NOT_UTF8', 1, 2],
    ['NUL', [0x61, 0x0a, 0, 0x62], 'CONTROL_CHARACTER', 2, 1],
    ['escape', [0x61, 0x1b], 'CONTROL_CHARACTER', 1, 2],
    ['C1', [0xc2, 0x9b], 'CONTROL_CHARACTER', 1, 1],
    ['nothing', [], 'EMPTY_FILE', 1, 1],
    ['blanks', [0x20, 0x0a, 0x09], 'EMPTY_FILE', 1, 1],
    ['a byte order mark alone', [0xef, 0xbb, 0xbf], 'EMPTY_FILE', 1, 1],
  ])('%s', (_name, bytes, code, line, column) => {
    expect(problemOf(Uint8Array.from(bytes))).toMatchObject({ code, where: { line, column } });
  });

  it('names the character', () => {
    expect(problemOf(utf8('a\0'))?.message).toContain('NUL');
    expect(problemOf(utf8('a\u001b'))?.message).toContain('U+001B');
  });

  it('is too large beyond 4 MiB, to the byte', () => {
    expect(problemOf(new Uint8Array(fileMaxBytes).fill(0x61))).toBeNull();
    expect(problemOf(new Uint8Array(fileMaxBytes + 1).fill(0x61))?.code).toBe('FILE_TOO_LARGE');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const problem = problemOf(bytes);
        expect(problem === null || (problem?.where?.line ?? 0) >= 1).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

it('counts lines of every kind', () => {
  const text = 'a\nbc\r\nd\re';
  expect([0, 2, 3, 6, 8].map((offset) => positionIn(text, offset))).toEqual([
    { line: 1, column: 1 },
    { line: 2, column: 1 },
    { line: 2, column: 2 },
    { line: 3, column: 1 },
    { line: 4, column: 1 },
  ]);
});
