/**
 * Goal: a kernel goes on from a record only where it is the kernel that wrote it; what may have been
 * typed after a record broke off is never typed again; a stopped kernel records nothing.
 * Method: records of real kernels, changed in one place; two lives with hands that count.
 */
import { describe, expect, it } from 'vitest';
import { ownershipExclusive } from '../../../machines/kernel/contracts/ownership-exclusive.ts';
import type { SessionLine } from '../../../machines/record/session-line.ts';
import { createVirtualClock } from '../../../runtime/host/virtual-clock.ts';
import { createMemoryLog } from './memory-log.ts';
import { createHands, createScene, obey } from './scene.ts';

describe('a record that the kernel of now did not write', () => {
  /** A session in which a request waits, with its lines. */
  function waiting() {
    const log = createMemoryLog();
    const scene = createScene({ hands: createHands(obey), panes: ['1'], log });
    scene.fact('focus.locked', { owner: 'user' });
    scene.inject();
    return log.lines;
  }
  const recover = (lines: readonly SessionLine[], more: object = {}) =>
    createScene({ hands: createHands(obey), recover: { lines: () => lines }, ...more });
  const changed = (lines: readonly SessionLine[], change: (line: never) => object) =>
    lines.map((line) => change(line as never) as SessionLine);

  it.each([
    [
      'another version',
      { version: 99 },
      /focus-lock-guard of the record, version 99, enforced; got version/,
    ],
    [
      'another mode',
      { mode: 'shadow' },
      /focus-lock-guard of the record, version 1, shadow; got version 1, enforced/,
    ],
    ['another name', { id: 'gone' }, /the contract gone of the record/],
  ])('is refused when a contract has %s', (_name, other, message) => {
    const lines = changed(waiting(), (line: { input?: string; contracts?: { id: string }[] }) =>
      line.input === 'start'
        ? {
            ...line,
            contracts: line.contracts?.map((one) =>
              one.id === 'focus-lock-guard' ? { ...one, ...other } : one,
            ),
          }
        : line,
    );
    expect(() => recover(lines)).toThrow(message);
  });

  it('is refused when a verdict is another now', () => {
    const lines = changed(waiting(), (line: { verdict?: string }) =>
      line.verdict === 'deferred' ? { ...line, verdict: 'allowed' } : line,
    );
    expect(() => recover(lines)).toThrow(
      /verdicts of the record, got others: allowed for .* now deferred/,
    );
  });

  it('is refused with other panes, or another time to live', () => {
    const lines = waiting();
    expect(() => recover(lines, { panes: ['1', '2'] })).toThrow(
      'Expected the panes 1, as recorded.',
    );
    expect(() => recover(lines, { ttlMs: 1_000 })).toThrow(
      'Expected a ttlMs of 45000, as recorded.',
    );
    expect(() => recover(lines, { panes: ['1'], ttlMs: 45_000 })).not.toThrow();
  });
});

it.each([
  ['at once', 0],
  ['when its time had passed, too', 100_000],
])('ends unknown whatever waited when the record broke off: %s', (_when, downMs) => {
  const log = createMemoryLog();
  const hands = createHands(obey);
  let isFull = false;
  const full = {
    write: (line: SessionLine) => {
      if (isFull) throw new Error('ENOSPC');
      log.write(line);
    },
    flush: () => log.flush(),
  };
  const scene = createScene({ hands, panes: ['1'], log: full });
  scene.fact('focus.locked', { owner: 'user' });
  scene.inject();
  isFull = true;
  scene.fact('focus.released', { owner: 'user' });
  expect(hands.written.size).toBe(1);
  const end = { end: 'incomplete', lines: log.lines.length, reason: 'ENOSPC', atMs: 0 } as const;
  const later = createHands(obey);
  const second = createMemoryLog();
  const clock = createVirtualClock();
  clock.advance(downMs);
  const after = createScene({
    ...{ clock, hands: later },
    log: second,
    recover: { lines: () => [...log.lines, end], textOf: () => 'hello' },
  });
  after.fact('focus.released', { owner: 'user' });
  after.clock.advance(60_000);
  expect(later.orders).toEqual([]);
  const ends = after.heard.filter(({ type }) => type === 'inject.failed');
  expect(ends.map(({ payload }) => payload.reason)).toEqual(['outcome_unknown']);
  expect(after.heard.filter(({ type }) => type === 'inject.dropped')).toEqual([]);
  expect(after.kernel.stats().queues).toEqual({ 1: 0 });
  // The record of the second life says so too: a third one finds nothing that waits.
  const third = createScene({ hands: createHands(obey), recover: { lines: () => second.lines } });
  expect(third.kernel.stats().queues).toEqual({ 1: 0 });
});

it('a kernel that was stopped records nothing more', () => {
  const log = createMemoryLog();
  const { kernel } = createScene({ panes: ['1'], log });
  kernel.stop();
  const { length } = log.lines;
  kernel.setDevMode(true);
  kernel.setTelemetryEnabled(false);
  kernel.safeMode('on');
  kernel.registerContract({ ...ownershipExclusive, id: 'late' });
  expect(log.lines).toHaveLength(length);
});
