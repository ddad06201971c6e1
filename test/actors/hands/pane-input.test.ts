/**
 * Goal: a text is entered in small chunks that split no character and that nothing comes between;
 * the user's keys wait for it, a second at most, and are never lost without a word.
 * Method: a terminal that takes its time, on a virtual clock; random texts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chunkBytes,
  chunkEnd,
  createPaneInput,
  heldBytesMax,
  heldMs,
} from '../../../actors/hands/pane-input.ts';
import type { TerminalWrite } from '../../../runtime/host/host.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';

const encoder = new TextEncoder();

/** `outcomes`: of the writes in order; then all are taken. Each takes 10 ms. */
function scene(outcomes: readonly TerminalWrite[] = []) {
  const clock = createVirtualClock();
  const got: string[] = [];
  const dropped: string[] = [];
  const rest = [...outcomes];
  const input = createPaneInput({
    clock,
    encode: (text) => encoder.encode(text),
    write(bytes, done) {
      const outcome = rest.shift() ?? 'taken';
      if (outcome === 'taken') got.push(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
      clock.setTimeout(() => done(outcome), 10);
    },
    typed: () => {},
    dropped: (bytes, reason) => dropped.push(`${bytes} ${reason}`),
  });
  return { clock, input, got, dropped };
}

describe('a text', () => {
  it('is entered whole, in chunks that split no character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (raw) => {
        const text = raw.toWellFormed();
        const { clock, input, got } = scene();
        const told: string[] = [];
        input.enter(text, false, (outcome) => told.push(outcome));
        clock.advance(10_000);
        expect(got.join('')).toBe(text);
        expect(told).toEqual(['taken']);
        for (const chunk of got) {
          expect(encoder.encode(chunk).length).toBeLessThanOrEqual(chunkBytes);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('is cut before a character that would not fit', () => {
    const bytes = encoder.encode(`${'x'.repeat(chunkBytes - 2)}漢漢`);
    expect(chunkEnd(bytes, 0)).toBe(chunkBytes - 2);
    expect(chunkEnd(bytes, chunkBytes - 2)).toBe(bytes.length);
  });

  it('is pasted as a terminal does: in brackets, its line breaks as the key', () => {
    const { clock, input, got } = scene();
    input.enter('one\ntwo', true, () => {});
    clock.advance(100);
    expect(got).toEqual(['\u001b[200~one\rtwo\u001b[201~']);
  });

  it('that is not taken is not gone on with', () => {
    const { clock, input, got } = scene(['taken', 'stuck']);
    const told: string[] = [];
    input.enter('x'.repeat(5_000), false, (outcome) => told.push(outcome));
    clock.advance(10_000);
    expect(got).toHaveLength(1);
    expect(told).toEqual(['stuck']);
  });
});

describe("the user's keys", () => {
  it('wait from the first byte of a text to its submit', () => {
    const { clock, input, got } = scene();
    input.type('a');
    input.enter('text', false, () => {});
    input.type('b');
    clock.advance(150);
    input.type('c');
    input.submit(() => {});
    clock.advance(100);
    input.type('d');
    expect(got).toEqual(['a', 'text', '\r', 'b', 'c', 'd']);
  });

  it('wait no longer than a second for a submit that does not come, and then no more', () => {
    const { clock, input, got } = scene();
    input.enter('text', false, () => {});
    clock.advance(100);
    input.type('b');
    clock.advance(heldMs - 1);
    expect(got).toEqual(['text']);
    clock.advance(1);
    input.type('c');
    expect(got).toEqual(['text', 'b', 'c']);
  });

  it('do not come between the chunks of a text, however long it takes', () => {
    const { clock, input, got } = scene();
    input.enter('x'.repeat(200 * chunkBytes), false, () => {});
    input.type('b');
    clock.advance(5_000);
    expect(got.indexOf('b')).toBe(200);
  });

  it('are told when they are too many, or not taken', () => {
    const { clock, input, dropped } = scene(['taken', 'gone', 'gone']);
    input.enter('text', false, () => {});
    input.type('x'.repeat(heldBytesMax));
    input.type('yy');
    expect(dropped).toEqual(['2 held_full']);
    clock.advance(20);
    input.submit(() => {});
    clock.advance(100);
    expect(dropped).toEqual(['2 held_full', `${heldBytesMax} gone`]);
  });
});

it('what the terminal answers does not come into a text', () => {
  const { clock, input, got } = scene();
  input.answer('1');
  input.enter('x'.repeat(chunkBytes + 1), false, () => {});
  input.answer('2');
  clock.advance(100);
  input.answer('3');
  expect(got.map((one) => one[0])).toEqual(['1', 'x', 'x', '2', '3']);
});
