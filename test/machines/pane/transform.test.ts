/**
 * Goal: nothing in a body can end a paste or act as a command; the loss is counted exactly.
 * Method: random bodies with control characters, and the known attacks.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { transformBody } from '../../../machines/pane/transform.ts';

it.each([
  ['hello', 'keys', 'hello', 0],
  ['a\tb', 'keys', 'a\tb', 0],
  ['a\nb', 'paste', 'a\nb', 0],
  ['a\nb', 'keys', 'a b', 1],
  ['a\r\nb\rc', 'paste', 'a\nb\nc', 0],
  ['\u001b[201~rm', 'paste', '\uFFFD[201~rm', 1],
  ['\u009b2J', 'paste', '\uFFFD2J', 1],
  ['\ud800', 'paste', '\uFFFD', 1],
  ['\u009f\udfff', 'paste', '\uFFFD\uFFFD', 2],
  [' ~\u00a0\ud7ff\ue000', 'paste', ' ~\u00a0\ud7ff\ue000', 0],
  ['😀', 'keys', '😀', 0],
  ['\u0000\u0003\u007f', 'keys', '\uFFFD\uFFFD\uFFFD', 3],
] as const)('%j as %s is %j, %d lost', (body, mode, text, lost) => {
  expect(transformBody(body, mode)).toEqual({ text, lost });
});

it('leaves no control character, and counts as many losses as it replaced', () => {
  const unit = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u001b', '\n', '\u0085'));
  fc.assert(
    fc.property(
      fc.array(unit),
      fc.constantFrom('paste' as const, 'keys' as const),
      (parts, mode) => {
        const body = parts.join('');
        const { text, lost } = transformBody(body, mode);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
        expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
        if (mode === 'keys') expect(text).not.toContain('\n');
        const points = [...body.replace(/\r\n?/g, '\n')];
        const kept = [...text];
        expect(kept.length).toBe(points.length);
        expect(kept.filter((char, at) => char !== points[at]).length).toBe(lost);
      },
    ),
    { seed: 4, numRuns: 300 },
  );
});
