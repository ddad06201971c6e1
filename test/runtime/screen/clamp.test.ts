/**
 * Goal: no count above 4,096 and no payload above 64 KiB reaches the terminal, whatever the chunks, and
 * what is harmless passes unchanged. Method: sequences by hand, then properties over random pieces of
 * sequences cut at random places.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ClampEars, createClamp, payloadMax } from '../../../runtime/screen/clamp.ts';

function pass(chunks: readonly string[], ears: ClampEars = {}): string {
  const clamp = createClamp(ears);
  let out = '';
  for (const chunk of chunks) {
    clamp.pass(chunk, (text) => {
      out += text;
    });
  }
  return out;
}

it.each([
  ['\u001b[2147483647b', '\u001b[4096b'],
  ['\u001b[000000000000000000000009b', '\u001b[9b'],
  ['\u001b[1;99999999999999999999H', '\u001b[1;4096H'],
  ['\u001b[38:2::4097:1:1m', '\u001b[38:2::4096:1:1m'],
  ['\u009b2147483647b', '\u001b[4096b'],
  ['\u001b[?2004h', '\u001b[?2004h'],
  ['\u001b[2\r147483647b', '\r\u001b[4096b'],
  ['\u001b[12\u0018b', 'b'],
  ['\u001b[12\u001b[3b', '\u001b[3b'],
  ['\u001b(B\u001b7\u001bM', '\u001b(B\u001b7\u001bM'],
  [`\u001b[${';'.repeat(600)}mx`, 'x'],
  ['\u001b]0;title\u0007x', '\u001b]0;title\u001b\\x'],
  ['\u001b]0;title\u001b\\x', '\u001b]0;title\u001b\\\u001b\\x'],
  ['\u009d0;title\u009cx', '\u001b]0;title\u001b\\x'],
  ['\u001b]0;lost\u0018x', 'x'],
  ['\u001bP$qm\u001b\\x', '\u001bP$qm\u001b\\\u001b\\x'],
  ['plain ✻ 漢字 text\r\n', 'plain ✻ 漢字 text\r\n'],
])('%j becomes %j', (text, passed) => {
  expect(pass([text])).toBe(passed);
  expect(pass([...text])).toBe(passed);
});

it('clamps what moves the whole screen to its size', () => {
  const size = () => ({ rows: 24, columns: 80 });
  expect(pass(['\u001b[9999S\u001b[9999L\u001b[9999Z\u001b[9999b'], { size })).toBe(
    '\u001b[24S\u001b[24L\u001b[80Z\u001b[4096b',
  );
});

it('keeps at most 64 KiB of a payload, and forgets the rest, in chunks or not', () => {
  for (const kind of [']0;', 'P', '_', '^', 'X']) {
    const long = `\u001b${kind}${'x'.repeat(3 * payloadMax)}`;
    const chunks = Array.from({ length: 400 }, (_, at) => long.slice(at * 500, at * 500 + 500));
    const out = pass([...chunks, '\u001b\\after']);
    expect(out.endsWith('after')).toBe(true);
    expect(out.length).toBeLessThan(payloadMax + 20);
  }
});

it('keeps a few accents of a run of them, also across chunks', () => {
  const accents = '\u0301'.repeat(10_000);
  expect(pass([`e${accents}`, accents, 'x'])).toBe(`e${'\u0301'.repeat(16)}x`);
  expect(pass(['e\u0301\u0302x'])).toBe('e\u0301\u0302x');
});

it('hears sequences and payloads, once they are whole', () => {
  const heard: string[] = [];
  const ears = {
    onSequence: (sequence: string) => heard.push(sequence),
    onOsc: (payload: string) => heard.push(payload),
  };
  pass(['\u001b[', '6', 'n\u001b]7770;a', 'b\u0007\u001bPno\u001b\\'], ears);
  expect(heard).toEqual(['6n', '7770;ab']);
});

const piece = fc.oneof(
  fc.constantFrom('\u001b', '[', ']', 'P', '\u009b', '\u009c', '\u0007', '\u0018', ';', 'b', 'm'),
  fc.nat().map(String),
  fc.string({ unit: 'binary', maxLength: 6 }),
);

it('passes the same whatever the chunks, and nothing that is too large', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), fc.array(fc.nat(5)), (pieces, cuts) => {
      const text = pieces.join('');
      const chunks: string[] = [];
      let at = 0;
      for (const size of [...cuts, text.length]) {
        chunks.push(text.slice(at, at + size));
        at += size;
      }
      const whole = pass([text]);
      expect(pass(chunks)).toBe(whole);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences are its subject
      for (const [, counts = ''] of whole.matchAll(/\u001b\[([\d;:]*)[@-~]/g)) {
        for (const count of counts.split(/[;:]/)) expect(Number(count)).toBeLessThanOrEqual(4_096);
      }
    }),
    { numRuns: 500 },
  );
});
