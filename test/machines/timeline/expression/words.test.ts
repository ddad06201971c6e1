/**
 * Goal: people's words become CEL's, texts in quotes stay, and places are those of what was written.
 * Method: pairs by hand; for any text, every character that stays is found where it was.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { translate } from '../../../../machines/timeline/expression/words.ts';

it.each([
  ['a > 1 and b > 2', 'a > 1 &&  b > 2'],
  ['not a or b', '!   a || b'],
  ['band or android', 'band || android'],
  ['x == "this and that" and y', 'x == "this and that" &&  y'],
  ["x == 'it\\'s or not'", "x == 'it\\'s or not'"],
  ['avg(a, 10s) > 1', 'avg(a, "10s") > 1'],
  ['avg(a, 1.5m) > rate(b, 500ms)', 'avg(a, "1.5m") > rate(b, "500ms")'],
  ['avg(a, 1m30s) > 1.5m', 'avg(a, "1m30s") > "1.5m"'],
  ['avg(a, "10s") > 10', 'avg(a, "10s") > 10'],
  ['"unclosed and', '"unclosed and'],
])('%s', (written, cel) => {
  expect(translate(written).text).toBe(cel);
});

it('knows where each character came from', () => {
  const part = fc.constantFrom(
    'avg(x, ',
    '10s',
    ' and ',
    '500ms',
    '1h30m',
    '"a 5s or"',
    ') > ',
    'y',
    '7',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const written = parts.join('');
      const { text, written: from } = translate(written);
      for (let at = 0; at < text.length; at += 1) {
        if (/[a-z0-9(),>]/.test(text[at] ?? '')) expect(written[from(at)]).toBe(text[at]);
      }
    }),
  );
});
