/**
 * Goal: tickets are dealt so that the measured number of runnable threads is the asked one.
 * Method: a simulated machine that makes more or fewer runnable threads than tickets.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concurrencyLoad, Dealer, slicesPerTurn } from '../../stressors/concurrency.ts';

test('the mean of dealt tickets is the asked number, fractions included', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 64, noNaN: true }), (asked) => {
      const dealer = new Dealer();
      let sum = 0;
      for (let deal = 0; deal < 200; deal += 1) sum += dealer.tickets(asked, 100);
      expect(Math.abs(sum / 200 - asked)).toBeLessThanOrEqual(0.01);
    }),
  );
});

test('feedback makes good a machine that gives 0.9 to 1.8 runnable threads a ticket', () => {
  const yields = fc.double({ min: 0.9, max: 1.8, noNaN: true });
  fc.assert(
    fc.property(yields, fc.integer({ min: 1, max: 32 }), (perTicket, asked) => {
      const dealer = new Dealer();
      let mean = 0;
      for (let lesson = 0; lesson < 40; lesson += 1) {
        let sum = 0;
        for (let deal = 0; deal < 100; deal += 1) sum += dealer.tickets(asked, 100) * perTicket;
        mean = sum / 100;
        dealer.learn(asked, mean);
      }
      expect(Math.abs(mean / asked - 1)).toBeLessThan(0.05);
    }),
  );
});

test('tickets never exceed the threads, nor the threads their hard cap', () => {
  expect(new Dealer().tickets(50, 7)).toBe(7);
  expect(concurrencyLoad.threads(1e6, 2)).toBe(256);
  expect(slicesPerTurn(1e6, 2)).toBe(16);
  expect(slicesPerTurn(1, 2)).toBe(1);
});
