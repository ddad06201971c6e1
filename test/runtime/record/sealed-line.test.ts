/**
 * Goal: a sealed line is read back as it was, and any change of it is noticed.
 * Method: lines drawn by chance; every single bit of a line flipped, and every way to cut it.
 */
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sealInto, sealLine, unsealLine } from '../../../runtime/record/sealed-line.ts';

const bytesOf = (text: string) => Buffer.from(text.slice(0, -1));

it('comes back as it was, whatever it holds', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (object) => {
      const { text, crc } = sealLine(object);
      const unsealed = unsealLine(bytesOf(text));
      expect(unsealed).toEqual({ ok: true, text: JSON.stringify(object), crc });
      expect(text.indexOf('\n')).toBe(text.length - 1);
    }),
  );
});

it('is the same in a buffer, where there is room', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }),
      fc.nat(50),
      (object, at) => {
        const json = JSON.stringify(object);
        const { text, crc } = sealLine(object);
        // By itself, so that a fault of the one seal that both go through is seen.
        const body = json.slice(0, -1);
        expect(crc).toBe(crc32(body).toString(16).padStart(8, '0'));
        expect(text).toBe(`${body},"crc":"${crc}"}\n`);
        const buffer = Buffer.alloc(at + json.length * 3 + 19, 'z');
        expect(sealInto(buffer, at, json)).toEqual({ bytes: Buffer.byteLength(text), crc });
        expect(buffer.toString('utf8', at, at + Buffer.byteLength(text))).toBe(text);
        expect(sealInto(buffer.subarray(1), at, json)).toBeNull();
      },
    ),
  );
});

it('is plain JSON whose last key is the CRC-32 of what stands before it', () => {
  const { text, crc } = sealLine({ a: 'ü' });
  expect(text).toBe(`{"a":"ü","crc":"${crc}"}\n`);
  expect(crc).toBe(crc32('{"a":"ü"').toString(16).padStart(8, '0'));
});

it('shows each flip of a single bit, and each cut', () => {
  const whole = bytesOf(sealLine({ type: 'clip.armed', payload: { text: 'a*J ü' } }).text);
  for (let bit = 0; bit < whole.length * 8; bit += 1) {
    const bytes = Buffer.from(whole);
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(unsealLine(bytes).ok).toBe(false);
  }
  for (let length = 0; length < whole.length; length += 1) {
    expect(unsealLine(whole.subarray(0, length)).ok).toBe(false);
  }
});

it('takes a checksum only as it is written, though other characters come to the same number', () => {
  const sealed = Array.from({ length: 1_000 }, (_, n) => sealLine({ n }));
  const same = sealed.filter(({ crc }) => crc.includes('9a'));
  expect(same.length).toBeGreaterThan(0);
  for (const { text, crc } of same) {
    const capitals = text.replace(crc, crc.toUpperCase());
    const others = text.replace(crc, crc.replace('9a', 'bA'));
    expect(unsealLine(bytesOf(capitals)).ok).toBe(false);
    expect(unsealLine(bytesOf(others)).ok).toBe(false);
  }
});
