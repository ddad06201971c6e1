/**
 * Goal: on a link that is cut at any moment everything arrives once and in order, and a gap is
 * never silent. Method: random sendings, cuts and acknowledgements between a window and arrivals,
 * and the single rules by hand.
 *
 * @spec kernel 7.5
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ackEvery,
  createArrivals,
  createWindow,
  idsKept,
} from '../../../machines/bridge/delivery.ts';

const step = fc.constantFrom('send', 'deliver', 'ack', 'cut', 'send', 'deliver');

describe('delivery', () => {
  it('is once and in order, wherever the connection is cut', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const window = createWindow({ messages: 8, characters: 1_000 });
        const arrivals = createArrivals();
        const heard: number[] = [];
        let wire: { readonly bridgeSeq: number }[] = [];
        let sent = 0;
        const deliver = (): void => {
          const next = wire.shift();
          if (next === undefined) return;
          const { is } = arrivals.take(next.bridgeSeq, `id ${next.bridgeSeq}`, 1);
          expect(is).not.toBe('gap');
          if (is === 'next') heard.push(next.bridgeSeq);
        };
        const reconnect = (): void => {
          wire = [...window.after(arrivals.lastSeq())];
        };
        for (const one of steps) {
          if (one === 'send' && !window.isFull()) {
            sent += 1;
            wire.push({ bridgeSeq: window.nextSeq() });
            window.keep('x');
          } else if (one === 'deliver') deliver();
          else if (one === 'ack') window.acknowledge(arrivals.lastSeq());
          else if (one === 'cut') reconnect();
        }
        reconnect();
        while (wire.length > 0) deliver();
        expect(heard).toEqual(Array.from({ length: sent }, (_, index) => index + 1));
      }),
    );
  });

  it('keeps no more than the window, and what is acknowledged no longer', () => {
    const window = createWindow({ messages: 2, characters: 1_000 });
    window.keep('a');
    expect(window.isFull()).toBe(false);
    window.keep('b');
    expect(window.isFull()).toBe(true);
    window.acknowledge(1);
    expect(window.isFull()).toBe(false);
    expect(window.after(0)).toEqual([{ bridgeSeq: 2, line: 'b' }]);
    expect(window.nextSeq()).toBe(3);
    const small = createWindow({ messages: 9, characters: 3 });
    small.keep('long enough');
    expect(small.isFull()).toBe(true);
    small.acknowledge(1);
    expect(small.isFull()).toBe(false);
  });

  it('knows what comes twice, by its number or by its id', () => {
    const arrivals = createArrivals();
    expect(arrivals.take(1, 'a', 1)).toEqual({ is: 'next' });
    expect(arrivals.take(1, 'b', 1)).toEqual({ is: 'repeated' });
    expect(arrivals.take(2, 'a', 1)).toEqual({ is: 'repeated' });
    expect(arrivals.take(3, null, 1)).toEqual({ is: 'next' });
    expect(arrivals.take(4, null, 1)).toEqual({ is: 'next' });
    expect(arrivals.count()).toBe(3);
    for (let n = 0; n < idsKept - 1; n += 1) arrivals.take(5 + n, `n ${n}`, 1);
    expect(arrivals.take(10_000, 'a', 1)).toEqual({ is: 'repeated' });
  });

  it('tells a gap with its ends, and goes on behind it', () => {
    const arrivals = createArrivals();
    expect(arrivals.take(4, 'a', 1)).toEqual({ is: 'gap', oldestSeq: 1, newestSeq: 3 });
    expect(arrivals.take(5, 'b', 1)).toEqual({ is: 'next' });
    expect(arrivals.lastSeq()).toBe(5);
  });

  it('asks for an acknowledgement after so many messages or characters', () => {
    const arrivals = createArrivals();
    for (let n = 1; n < ackEvery.messages; n += 1) arrivals.take(n, null, 1);
    expect(arrivals.takeAck()).toBe(false);
    arrivals.take(ackEvery.messages, null, 1);
    expect(arrivals.takeAck()).toBe(true);
    expect(arrivals.takeAck()).toBe(false);
    arrivals.take(ackEvery.messages + 1, null, ackEvery.characters);
    expect(arrivals.takeAck()).toBe(true);
  });
});
