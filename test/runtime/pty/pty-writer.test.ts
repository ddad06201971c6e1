/**
 * Goal: whatever a terminal takes at a time, everything reaches it once and in order, and whoever
 * wrote hears the truth: taken, stuck after five seconds without a byte, or gone.
 * Method: a terminal that takes as much as it is told to, on a virtual clock; random portions.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';
import { createPtyWriter, stuckMs } from '../../../runtime/pty/pty-writer.ts';

const encoder = new TextEncoder();

function open(portions: readonly (number | null)[], usual: number | null = 0) {
  const clock = createVirtualClock();
  const rest = [...portions];
  let got = '';
  const told: string[] = [];
  const writer = createPtyWriter({
    clock,
    take(bytes) {
      const portion = rest.length > 0 ? (rest.shift() ?? null) : usual;
      if (portion === null) return null;
      got += new TextDecoder().decode(bytes.subarray(0, portion));
      return Math.min(portion, bytes.length);
    },
  });
  const write = (text: string): void =>
    writer.write(encoder.encode(text), (outcome) => told.push(`${text}: ${outcome}`));
  return { clock, writer, write, told, got: () => got };
}

describe('a writer', () => {
  it('hands on in order, whatever is taken at a time', () => {
    const portion = fc.integer({ min: 0, max: 5 });
    const texts = fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 8 });
    fc.assert(
      fc.property(fc.array(portion, { maxLength: 40 }), texts, (portions, written) => {
        const { clock, write, told, got } = open(portions, 3);
        for (const text of written) write(text);
        clock.advance(2_000);
        expect(got()).toBe(written.join(''));
        expect(told).toEqual(written.map((text) => `${text}: taken`));
      }),
    );
  });

  it('says taken only when the last byte is', () => {
    const { clock, write, told } = open([2, 0, 0, 1]);
    write('abc');
    expect(told).toEqual([]);
    clock.advance(1);
    expect(told).toEqual([]);
    clock.advance(100);
    expect(told).toEqual(['abc: taken']);
  });

  it('gives up on a program that takes no byte for five seconds, and on all that waits', () => {
    const { clock, write, told, got } = open([2]);
    write('abc');
    write('def');
    clock.advance(stuckMs - 100);
    expect(told).toEqual([]);
    clock.advance(200);
    expect(told).toEqual(['abc: stuck', 'def: stuck']);
    expect(got()).toBe('ab');
  });

  it('has five seconds anew with each byte that is taken, and with each write', () => {
    const { clock, write, told } = open([1, ...Array(200).fill(0), 1]);
    write('abc');
    clock.advance(stuckMs + 1_000);
    expect(told).toEqual([]);
    clock.advance(stuckMs);
    expect(told).toEqual(['abc: stuck']);
    write('d');
    clock.advance(stuckMs - 100);
    expect(told).toHaveLength(1);
  });

  it('says gone to those who wait and to those who come later, without asking again', () => {
    const broken = open([1, null], null);
    broken.write('ab');
    broken.write('cd');
    broken.clock.advance(1);
    expect(broken.told).toEqual(['ab: gone', 'cd: gone']);
    const ended = open([]);
    ended.write('ab');
    ended.writer.end();
    ended.write('cd');
    ended.clock.advance(10_000);
    expect(ended.told).toEqual(['ab: gone', 'cd: gone']);
  });

  it('goes on with what is written by whoever heard', () => {
    const { clock, writer, write, told, got } = open([], 9);
    writer.write(encoder.encode('a'), () => write('b'));
    clock.advance(100);
    expect([got(), told]).toEqual(['ab', ['b: taken']]);
  });
});
