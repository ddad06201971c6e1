/**
 * Goal: signals become requests, those before there is a run too, and nothing is left listening.
 * Method: real signals of this process, emitted as the system would.
 */
import { afterEach, expect, it } from 'vitest';
import { type Interrupts, listenForInterrupts } from '../../cli/interrupts.ts';

let interrupts: Interrupts | undefined;
afterEach(() => interrupts?.close());

it('counts, keeps the first status, and asks once for every signal', () => {
  const told: number[] = [];
  const before = process.listenerCount('SIGINT');
  interrupts = listenForInterrupts((count) => told.push(count));
  expect(interrupts.status()).toBeNull();
  process.emit('SIGINT');
  let asked = 0;
  interrupts.attach(() => {
    asked += 1;
  });
  expect(asked).toBe(1);
  process.emit('SIGTERM');
  expect([told, asked, interrupts.status()]).toEqual([[1, 2], 2, 130]);
  interrupts.close();
  expect(process.listenerCount('SIGINT')).toBe(before);
});

it.each([
  ['SIGTERM', 143],
  ['SIGHUP', 143],
] as const)('%s gives %i', (signal, status) => {
  interrupts = listenForInterrupts(() => {});
  process.emit(signal);
  expect(interrupts.status()).toBe(status);
});
