/**
 * Goal: bytes are cut at line feeds, wherever the reads happen to end, in bounded memory.
 * Method: texts drawn by chance, read in pieces of drawn lengths, beside a plain split.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  type ByteSource,
  bytesSource,
  lineBytesMax,
  parsedJson,
  rawLines,
} from '../../../runtime/record/raw-lines.ts';

/** Reads at most so many bytes at a time. */
function inPieces(bytes: Buffer, pieceMax: number): ByteSource {
  const source = bytesSource(bytes);
  return {
    ...source,
    read: (buffer, at, position) =>
      source.read(buffer.subarray(0, Math.min(buffer.length, at + pieceMax)), at, position),
  };
}

function linesOf(source: ByteSource, from = 0) {
  const lines = [];
  for (const { bytes, byte, whole } of rawLines(source, from)) {
    lines.push({ text: bytes.toString('latin1'), byte, whole });
  }
  return lines;
}

it('cuts as a plain split does, from any line on', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\n', 'b\n'), maxLength: 40 });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 7 }), (drawn, pieceMax) => {
      const parts = drawn.split('\n');
      let byte = 0;
      const expected = parts
        .map((part, at) => {
          const line = { text: part, byte, whole: at < parts.length - 1 };
          byte += part.length + 1;
          return line;
        })
        .filter(({ text: part, whole }) => whole || part !== '');
      const source = inPieces(Buffer.from(drawn), pieceMax);
      expect(linesOf(source)).toEqual(expected);
      expected.forEach((line, at) => {
        expect(linesOf(source, line.byte)).toEqual(expected.slice(at));
      });
    }),
  );
});

it('reads lines of any length between short ones', () => {
  const long = 'x'.repeat(1_000_000);
  const lines = linesOf(bytesSource(Buffer.from(`a\n${long}\nb\n${long}`)));
  expect(lines.map(({ text, byte, whole }) => [text.length, byte, whole])).toEqual([
    [1, 0, true],
    [1_000_000, 2, true],
    [1, 1_000_003, true],
    [1_000_000, 1_000_005, false],
  ]);
});

it('gives up on a line without end instead of filling the memory', () => {
  const endless: ByteSource = { read: (buffer, at) => buffer.length - at, size: () => 2 ** 40 };
  const [first] = rawLines({ ...endless, read: (buffer, at) => buffer.fill(97, at).length - at });
  expect(first?.whole).toBe(false);
  expect(first?.bytes.length).toBeLessThan(4 * lineBytesMax);
});

it('knows JSON from other text', () => {
  expect([parsedJson('{"a":1}'), parsedJson('{"a"'), parsedJson('')]).toEqual([
    { a: 1 },
    null,
    null,
  ]);
});
