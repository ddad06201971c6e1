/** Goal: both sides of the shared memory see the same. Method: two boards on one buffer. */
import { expect, test } from 'vitest';
import { Board } from '../../stressors/board.ts';

test('what one side writes the other reads', () => {
  const main = new Board();
  const thread = new Board(main.buffer);
  main.plan(1000, 2000, { unit: 'percent', from: 10, to: 30 });
  expect([500, 1000, 1500, 2000, 9000].map((at) => thread.askedAt(at))).toEqual([
    10, 10, 20, 30, 30,
  ]);
  main.setPids([41, 42]);
  thread.write({ spanMs: 1, asked: 2, delivered: 3 });
  thread.setDetail(7, 4);
  expect(thread.getPids()).toEqual([41, 42]);
  expect(main.read()).toEqual({ spanMs: 1, asked: 2, delivered: 3 });
  expect(main.detail(7)).toBe(4);
  expect(thread.stopped).toBe(false);
  main.stop();
  expect(thread.stopped).toBe(true);
});

test('a ticket runs when it was granted, and a debt is paid once', () => {
  const board = new Board();
  const ticket = board.takeTicket();
  let looks = 0;
  expect(board.awaitTicket(ticket, () => looks++ > 0 && false)).toBe(false);
  board.grant();
  expect(board.awaitTicket(ticket, () => true)).toBe(true);
  // 300 grants later the slot has been used again: the late thread must still see its grant.
  for (let count = 0; count < 300; count += 1) board.grant();
  expect(board.awaitTicket(ticket, () => true)).toBe(true);
  board.withdraw(2);
  expect([board.payDebt(), board.payDebt(), board.payDebt()]).toEqual([true, true, false]);
});
