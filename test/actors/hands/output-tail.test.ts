/**
 * Goal: the tail is the last bytes, whole characters, in bounded space.
 * Method: random pieces against the plain way of keeping everything.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutputTail } from '../../../actors/hands/output-tail.ts';

describe('the tail', () => {
  it('equals the end of everything', () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 40, max: 127 }));
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 30 }), (chunks, capacity) => {
        const tail = createOutputTail(capacity);
        for (const chunk of chunks) tail.add(chunk);
        const whole = chunks.flatMap((chunk) => [...chunk]);
        expect([...tail.bytes()]).toEqual(whole.slice(-capacity));
        expect(tail.total()).toBe(whole.length);
      }),
    );
  });

  it('begins with a whole character', () => {
    for (let capacity = 4; capacity < 20; capacity++) {
      const tail = createOutputTail(capacity);
      for (const byte of new TextEncoder().encode('aü€😀'.repeat(5))) tail.add(Uint8Array.of(byte));
      expect(new TextDecoder().decode(tail.bytes())).not.toContain('\ufffd');
      expect(tail.bytes().length).toBeGreaterThan(capacity - 4);
    }
  });

  it('leaves bytes alone that are no text at all', () => {
    const tail = createOutputTail(5);
    tail.add(new Uint8Array(9).fill(0x80));
    expect([...tail.bytes()]).toEqual([0x80, 0x80, 0x80, 0x80, 0x80]);
  });
});
