/**
 * Goal: messages come out as they went in, however the stream is cut; what is no frame is refused
 * once and ends the reading. Method: random messages cut at random bytes, and hostile lines.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createFrameReader,
  frameBytesMax,
  frameOf,
  isFrame,
} from '../../../runtime/bridge/frames.ts';
import type { Message } from '../../../runtime/bridge/peer.ts';

function readAll(chunks: readonly Buffer[]) {
  const messages: Message[] = [];
  const refusals: string[] = [];
  const reader = createFrameReader(
    (message) => void messages.push(message),
    (reason) => void refusals.push(reason),
  );
  const goesOn = chunks.map((chunk) => reader.read(chunk));
  return { messages, refusals, goesOn, held: reader.heldBytes() };
}

function cut(bytes: Buffer, at: readonly number[]): readonly Buffer[] {
  const places = [...new Set(at.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [...places, bytes.length].map((to, index) => bytes.subarray(places[index - 1] ?? 0, to));
}

describe('a stream of frames', () => {
  it('gives back every message, cut at any bytes', () => {
    const message = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());
    fc.assert(
      fc.property(fc.array(message), fc.array(fc.nat()), (messages, places) => {
        const frames = messages.map((one) => `${frameOf(one)}\n`).join('');
        const read = readAll(cut(Buffer.from(frames), places));
        const sent = messages.map((one) => JSON.parse(JSON.stringify(one)) as Message);
        expect(read.messages).toEqual(sent);
        expect(read).toMatchObject({ refusals: [], held: 0 });
      }),
      { numRuns: 50 },
    );
  });

  it('carries a message of exactly the limit, and makes none of a larger one', () => {
    const shell = JSON.stringify({ text: '' }).length;
    const largest = { text: 'x'.repeat(frameBytesMax - shell) };
    const frame = frameOf(largest);
    expect(Buffer.byteLength(frame)).toBe(frameBytesMax);
    expect(readAll([Buffer.from(`${frame}\n`)]).messages).toEqual([largest]);
    expect(isFrame(frame)).toBe(true);
    expect(isFrame(frameOf({ text: `${largest.text}x` }))).toBe(false);
    // Characters are not bytes.
    expect(isFrame(frameOf({ text: 'ß'.repeat(frameBytesMax / 2) }))).toBe(false);
    expect(isFrame(frameOf({ text: 'ß'.repeat(frameBytesMax / 2 - shell) }))).toBe(true);
  });

  it('keeps nothing of a line without end', () => {
    const piece = Buffer.alloc(frameBytesMax / 4, 'x');
    const read = readAll([piece, piece, piece, piece, Buffer.from('x'), piece]);
    expect(read.goesOn).toEqual([true, true, true, true, false, false]);
    expect(read.refusals).toEqual([
      'Expected a JSON object of at most 1048576 bytes on each line, got a longer line.',
    ]);
    expect(read.held).toBe(0);
  });

  it.each(['[]', '"text"', 'null', '7', '{', '', '\0', '{"a":1}}', '\u{feff}{}'])(
    'refuses %j and what follows',
    (line) => {
      const read = readAll([Buffer.from(`{"before":1}\n${line}\n{"after":1}\n`)]);
      expect(read.messages).toEqual([{ before: 1 }]);
      expect(read.refusals).toHaveLength(1);
    },
  );

  it('takes a key of a prototype for a key', () => {
    const { messages } = readAll([Buffer.from('{"__proto__":{"polluted":1}}\n')]);
    expect(Object.keys(messages[0] ?? {})).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
  });

  it('dies of no garbage', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (chunks) => {
        const { refusals, messages } = readAll(chunks.map((chunk) => Buffer.from(chunk)));
        expect(refusals.length).toBeLessThanOrEqual(1);
        expect(messages.every((one) => typeof one === 'object')).toBe(true);
      }),
    );
  });
});
