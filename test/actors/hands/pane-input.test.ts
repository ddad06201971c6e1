/**
 * Goal: a text is entered in small chunks that split no character and that nothing comes between;
 * the user's keys wait for it, a second at most, and are never lost without a word.
 * Method: a terminal that takes its time, on a virtual clock; random texts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answersMax,
  chunkBytes,
  chunkEnd,
  createPaneInput,
  heldBytesMax,
  heldMs,
} from '../../../actors/hands/pane-input.ts';
import type { TerminalWrite } from '../../../runtime/host/host.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';

const encoder = new TextEncoder();

/** `outcomes`: of the writes in order; then all are taken. Each takes so long. */
function scene(outcomes: readonly TerminalWrite[] = [], eachMs = 10, takenWhenStuck = 0) {
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
      const taken = outcome === 'taken' ? bytes.length : takenWhenStuck;
      clock.setTimeout(() => done(outcome, taken), eachMs);
    },
    typed: () => {},
    dropped: (what, count, reason) => dropped.push(`${count} ${what} ${reason}`),
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
    expect(dropped).toEqual(['2 keys held_full']);
    clock.advance(20);
    input.submit(() => {});
    clock.advance(100);
    expect(dropped).toEqual(['2 keys held_full', `${heldBytesMax} keys gone`]);
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

describe('a program that does not read', () => {
  it('is given so many answers, and the others are told', () => {
    const { clock, input, got, dropped } = scene([], 5_000);
    for (let each = 0; each < 10_000; each += 1) input.answer('?');
    expect(got).toHaveLength(answersMax.waiting);
    expect(dropped).toHaveLength(10_000 - answersMax.waiting);
    clock.advance(5_000);
    input.answer('!');
    expect(got.at(-1)).toBe('!');
  });

  it('is given so many answers in the middle of a text, too', () => {
    const { clock, input, got, dropped } = scene([], 1_000);
    input.enter('x'.repeat(chunkBytes + 1), false, () => {});
    for (let each = 0; each < 1_000; each += 1) input.answer('?');
    expect(dropped).toHaveLength(1_000 - answersMax.waiting);
    clock.advance(2_000);
    expect(got.filter((one) => one === '?')).toHaveLength(answersMax.waiting);
  });

  it('is typed so many keys, and the others are told', () => {
    const { input, got, dropped } = scene([], 5_000);
    input.type('x'.repeat(heldBytesMax));
    input.type('yyy');
    expect(got).toHaveLength(1);
    expect(dropped).toEqual(['3 keys unread']);
  });
});

it('a program that asks and reads all day long is answered so often in a second', () => {
  const { clock, input, got, dropped } = scene([], 0);
  for (let each = 0; each < 2_000; each += 1) {
    input.answer('?');
    clock.advance(1);
  }
  expect(got).toHaveLength(2 * answersMax.perSecond);
  expect(new Set(dropped)).toEqual(new Set(['1 answers flood']));
});

describe('behind half of a text', () => {
  const half = (isPaste: boolean) => {
    const opened = scene(['stuck'], 10, 100);
    opened.input.enter('x'.repeat(500), isPaste, () => {});
    opened.clock.advance(10);
    return opened;
  };

  it('nothing is entered until the user does, and then his keys are no part of the paste', () => {
    const { clock, input, got } = half(true);
    const told: string[] = [];
    const next = (): void => input.enter('next', true, (outcome) => told.push(outcome));
    next();
    expect([got, told]).toEqual([[], ['half_before']]);
    input.type('\u0003');
    clock.advance(20);
    expect(got).toEqual(['\u001b[201~', '\u0003']);
    next();
    clock.advance(20);
    expect(told).toEqual(['half_before', 'taken']);
  });

  it('the end of the paste comes once it is taken, and once only', () => {
    const opened = scene(['stuck', 'stuck', 'stuck'], 10, 100);
    opened.input.enter('x'.repeat(500), true, () => {});
    opened.clock.advance(10);
    opened.input.type('a');
    opened.input.type('b');
    opened.clock.advance(20);
    opened.input.type('c');
    opened.clock.advance(20);
    expect(opened.got).toEqual(['b', '\u001b[201~', 'c']);
  });

  it('keys that were pressed before it was one do not free it', () => {
    const opened = scene(['stuck'], 10, 100);
    opened.input.enter('x'.repeat(500), false, () => {});
    opened.input.type('a');
    opened.clock.advance(30);
    const told: string[] = [];
    opened.input.enter('next', false, (outcome) => told.push(outcome));
    expect(told).toEqual(['half_before']);
  });

  it('of which nothing was taken there is nothing', () => {
    const { clock, input } = scene(['stuck']);
    const told: string[] = [];
    input.enter('one', true, (outcome) => told.push(outcome));
    clock.advance(10);
    input.enter('two', true, (outcome) => told.push(outcome));
    clock.advance(10);
    expect(told).toEqual(['stuck', 'taken']);
  });
});
