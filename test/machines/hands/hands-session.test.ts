/**
 * Goal: only the present epoch counts, every number is heard once, and what was sent and never
 * heard is told once.
 * Method: single messages, and random sequences beside a plain model that keeps all it heard.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hear, noSession } from '../../../machines/hands/hands-session.ts';
import type { HandsMessage } from '../../../machines/hands/pane-messages.ts';

const answer = (epoch?: number, seq?: number): HandsMessage => ({
  ...{ is: 'pane.verified', key: 'k', paneId: '1', evidence: 'seen' },
  ...{ epoch, seq },
});
const connected = (epoch: number, lastSeq = 0): HandsMessage => ({
  ...{ is: 'hands.connected', epoch, lastSeq },
});
const heartbeat = (epoch: number, highWaterSeq: number): HandsMessage => ({
  ...{ is: 'hands.heartbeat', epoch, panes: {}, highWaterSeq },
});

it('believes hands without epochs until they name one', () => {
  expect(hear(noSession, answer()).is).toBe('heard');
  expect(hear({ epoch: 1, lastSeq: 0 }, answer()).is).toBe('old');
});

it('begins with a higher epoch, and believes no lower one again', () => {
  const first = hear(noSession, connected(0, 0));
  expect(first).toEqual({ is: 'began', session: { epoch: 0, lastSeq: 0 }, hole: null });
  const second = hear({ epoch: 1, lastSeq: 7 }, connected(2, 3));
  expect(second).toEqual({ is: 'began', session: { epoch: 2, lastSeq: 3 }, hole: null });
  for (const late of [connected(1), heartbeat(1, 9), answer(1, 9)]) {
    expect(hear({ epoch: 2, lastSeq: 3 }, late)).toEqual({ is: 'old' });
  }
});

it('tells which numbers were passed over, and no more', () => {
  const session = { epoch: 1, lastSeq: 4 };
  expect(hear(session, answer(1, 5))).toEqual({
    ...{ is: 'heard', session: { epoch: 1, lastSeq: 5 }, hole: null },
  });
  expect(hear(session, answer(1, 6))).toEqual({
    ...{ is: 'heard', session: { epoch: 1, lastSeq: 6 }, hole: { oldestSeq: 5, newestSeq: 5 } },
  });
  expect(hear(session, answer(1, 4))).toEqual({ is: 'repeated' });
  // Without a number nothing is missed, and the count stays.
  expect(hear(session, answer(1))).toEqual({ is: 'heard', session, hole: null });
});

it('tells what a heartbeat has sent and nobody heard', () => {
  const told = hear({ epoch: 1, lastSeq: 4 }, heartbeat(1, 6));
  const session = { epoch: 1, lastSeq: 6 };
  expect(told).toEqual({ is: 'heard', session, hole: { oldestSeq: 5, newestSeq: 6 } });
  expect(hear(session, heartbeat(1, 6))).toEqual({ is: 'heard', session, hole: null });
});

it('hears each number at most once, in rising order, and accounts for every other', () => {
  const message = fc.oneof(
    fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 9 }))
      .map(([epoch, seq]) => ({
        ...{ epoch, seq, message: answer(epoch, seq) },
      })),
    fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(9)).map(([epoch, seq]) => ({
      ...{ epoch, seq: null, message: heartbeat(epoch, seq) },
    })),
  );
  fc.assert(
    fc.property(fc.array(message, { maxLength: 40 }), (messages) => {
      let session = noSession;
      let accounted: number[] = [];
      for (const { epoch, seq, message: one } of messages) {
        const before = session;
        const hearing = hear(session, one);
        if (hearing.is === 'old' || hearing.is === 'repeated') {
          const stale = epoch < (before.epoch ?? 0);
          expect(stale || (seq !== null && seq <= before.lastSeq)).toBe(true);
          continue;
        }
        session = hearing.session;
        expect(session.epoch).toBe(Math.max(before.epoch ?? 0, epoch));
        if (hearing.is === 'began') accounted = [];
        const { oldestSeq = 1, newestSeq = 0 } = hearing.hole ?? {};
        for (let lost = oldestSeq; lost <= newestSeq; lost += 1) accounted.push(lost);
        if (seq !== null) accounted.push(seq);
        // Strictly rising, without a number that is neither heard nor told as lost.
        expect(accounted).toEqual([...new Set(accounted)].sort((one, other) => one - other));
        expect(accounted.at(-1) ?? session.lastSeq).toBe(session.lastSeq);
      }
    }),
    { numRuns: 500, seed: 61 },
  );
});
