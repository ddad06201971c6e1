/**
 * Goal: a flood neither takes more than its budget at a stretch nor keeps a quiet pane waiting, and
 * floods share what is left.
 * Method: parsers that take virtual time for each slice.
 */
import { expect, it } from 'vitest';
import { budgetMs, createParseRota, type Parser } from '../../../actors/hands/parse-rota.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';

const slice = 8_192;

function scene() {
  const clock = createVirtualClock();
  let spentMs = 0;
  const rota = createParseRota({
    ...clock,
    monotonicMs: () => clock.now() + spentMs,
  });
  const order: string[] = [];
  const parser = (name: string, bytes: number): Parser => {
    let rest = bytes;
    return {
      waiting: () => rest,
      parse() {
        rest = Math.max(0, rest - slice);
        spentMs += 1;
        order.push(name);
      },
    };
  };
  return { clock, rota, order, parser };
}

it('takes a budget at a stretch, whatever waits', () => {
  const { clock, rota, order, parser } = scene();
  rota.wake(parser('flood', 100 * slice));
  clock.advance(0);
  expect(order).toHaveLength(budgetMs);
  clock.advance(1_000);
  expect(order).toHaveLength(100);
});

it('serves a quiet pane before the floods, and the floods in turns', () => {
  const { clock, rota, order, parser } = scene();
  rota.wake(parser('a', 50 * slice));
  rota.wake(parser('b', 50 * slice));
  rota.wake(parser('quiet', 20));
  clock.advance(0);
  expect(order.slice(0, 5)).toEqual(['quiet', 'a', 'b', 'a', 'b']);
});

it('forgets a parser that is gone', () => {
  const { clock, rota, order, parser } = scene();
  const gone = parser('gone', 50 * slice);
  rota.wake(gone);
  rota.forget(gone);
  clock.advance(100);
  expect(order).toEqual([]);
});
