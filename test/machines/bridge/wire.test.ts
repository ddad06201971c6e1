/**
 * Goal: the lines of the link are read as they were written, nothing else is a line, and what does
 * not fit into a frame is known before it is sent. Method: round trips, hostile values, and byte
 * lengths beside those of Node.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ackLineOf,
  fits,
  helloLineOf,
  readLine,
  statsLineOf,
  textBytesMax,
} from '../../../machines/bridge/wire.ts';

const parse = (line: string) => readLine(JSON.parse(line) as Record<string, unknown>);

describe('a line of the link', () => {
  it('comes out as it went in, and zero is a value', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (epoch, lastSeq) => {
        expect(parse(helloLineOf({ epoch, lastSeq }))).toEqual({ is: 'hello', epoch, lastSeq });
        expect(parse(ackLineOf(lastSeq))).toEqual({ is: 'ack', lastSeq });
      }),
    );
    const stats = { sent: 1, received: 2, dropped: 0, queueDepth: 3, lagMs: 4.5 };
    expect(parse(statsLineOf(stats))).toEqual({ is: 'stats', stats });
    expect(parse(helloLineOf({ epoch: 0, lastSeq: 0 }))).toMatchObject({ epoch: 0, lastSeq: 0 });
  });

  it('is nothing else', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        expect(readLine(value)).toBeNull();
      }),
    );
    expect(readLine({ bridgeVersion: 2, ack: 1 })).toBeNull();
    expect(readLine({ bridgeVersion: 1, ack: -1 })).toBeNull();
    expect(readLine({ bridgeVersion: 1, hello: { epoch: 1 } })).toBeNull();
    expect(readLine({ bridgeVersion: 1, event: null })).toBeNull();
  });
});

describe('what fits', () => {
  it('is measured in bytes', () => {
    const unit = fc.constantFrom('a', 'ß', '€', '😀', '\u{7ff}', '\u{ffff}');
    fc.assert(
      fc.property(unit, fc.integer({ min: -2, max: 2 }), (one, more) => {
        const bytes = new TextEncoder().encode(one).length;
        const text = one.repeat(Math.floor(textBytesMax / bytes) + more);
        expect(fits(text)).toBe(new TextEncoder().encode(text).length <= textBytesMax);
      }),
      { numRuns: 30 },
    );
  });
});
