/**
 * Goal: who waits in the hands goes on for exactly three reasons, in order, and ends when its own
 * time is over; nobody is lost without a word.
 * Method: writes on a virtual clock, each way out.
 */
import { expect, it } from 'vitest';
import {
  createDeferredWrites,
  deferredMax,
  type Write,
} from '../../../actors/hands/deferred-writes.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';

const meta = { eventId: 'e', correlationId: 'c', causationId: null, source: 's', seq: 1 };
const write = (key: string): Write => ({
  ...{ do: 'pane.write', key, paneId: '1', text: key, mode: 'keys', meta },
});

function scene() {
  const clock = createVirtualClock();
  const told: string[] = [];
  const deferred = createDeferredWrites(clock, {
    deferred: ({ key }, remainingMs) => told.push(`${key} deferred ${remainingMs}`),
    resumed: ({ key }, trigger, waitedMs) => told.push(`${key} ${trigger} ${waitedMs}`),
    dropped: ({ key }, reason) => told.push(`${key} dropped ${reason}`),
  });
  return { clock, told, deferred };
}

it('goes on by an explicit word, when the pane is up, or never', () => {
  const { clock, told, deferred } = scene();
  for (const key of ['a', 'b', 'c', 'd']) deferred.defer(write(key), 1_000);
  told.length = 0;
  clock.advance(100);
  deferred.resume('c', true);
  deferred.resume('c', true);
  deferred.drop('b', 'safe_mode');
  expect(deferred.has('a')).toBe(true);
  clock.advance(100);
  deferred.resumeAll();
  deferred.resumeAll();
  clock.advance(10_000);
  expect(told).toEqual(['c explicit 100', 'b dropped safe_mode', 'a pty.up 200', 'd pty.up 200']);
});

it('waits for a word where it is held, and for its pane where the word comes too soon', () => {
  const { clock, told, deferred } = scene();
  for (const key of ['a', 'b', 'c']) deferred.defer(write(key), 1_000);
  for (const key of ['a', 'b', 'nobody']) deferred.hold(key);
  told.length = 0;
  deferred.resumeAll();
  deferred.resume('a', false);
  clock.advance(100);
  deferred.resume('b', true);
  deferred.resumeAll();
  expect(told).toEqual(['c pty.up 0', 'b explicit 100', 'a pty.up 100']);
});

it('ends when its own time is over', () => {
  const { clock, told, deferred } = scene();
  deferred.defer(write('late'), 300);
  deferred.defer(write('soon'), 200);
  clock.advance(200);
  expect(told.slice(2)).toEqual(['soon dropped ttl_expired']);
  clock.advance(100);
  expect(told.slice(3)).toEqual(['late dropped ttl_expired']);
  expect(deferred.has('late')).toBe(false);
});

it('is bounded, and says so', () => {
  const { told, deferred } = scene();
  for (let at = 0; at <= deferredMax; at += 1) deferred.defer(write(`${at}`), 1_000);
  expect(told.at(-1)).toBe(`${deferredMax} dropped queue_full`);
  deferred.dropAll('pane_closed');
  expect(told.filter((one) => one.endsWith('pane_closed'))).toHaveLength(deferredMax);
});
