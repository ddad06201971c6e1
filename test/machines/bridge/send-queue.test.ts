/**
 * Goal: Lane A is never dropped and never overtaken within its class, Lane B drops its oldest and
 * counts every one, priorities hold, and nobody starves for longer than a second.
 * Method: random offers and takings beside a plain model, and the single rules by hand.
 *
 * @spec kernel 7.6
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ageMaxMs,
  createSendQueue,
  type Lane,
  type Loss,
  priorities,
  type Waiting,
} from '../../../machines/bridge/send-queue.ts';

const bounds = { A: { messages: 5, characters: 40 }, B: { messages: 4, characters: 30 } };
let seqs = new Map<string, number>();

function make(lane: Lane, priority: Waiting['priority'], length: number, atMs: number): Waiting {
  const source = lane === 'B' ? 'telemetry' : `A ${priority}`;
  const seq = (seqs.get(source) ?? 0) + 1;
  seqs.set(source, seq);
  return { text: 'x'.repeat(length), lane, priority, source, seq, atMs };
}

const step = fc.oneof(
  fc.record({
    do: fc.constant('offer' as const),
    lane: fc.constantFrom<Lane>('A', 'B'),
    priority: fc.constantFrom(...priorities),
    length: fc.integer({ min: 1, max: 35 }),
  }),
  fc.record({ do: fc.constant('take' as const) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 1_500 }) }),
);

describe('a send queue', () => {
  it('conserves: offered is taken, refused, dropped and told, or still there', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        seqs = new Map();
        const queue = createSendQueue(bounds);
        const taken: Waiting[] = [];
        const losses: Loss[] = [];
        let offered = 0;
        let refused = 0;
        let nowMs = 0;
        for (const one of steps) {
          if (one.do === 'wait') nowMs += one.ms;
          else if (one.do === 'take') taken.push(...some(queue.next(nowMs)));
          else {
            const priority = one.lane === 'B' ? 'telemetry' : one.priority;
            const isTaken = queue.offer(make(one.lane, priority, one.length, nowMs));
            offered += 1;
            if (!isTaken) refused += 1;
            if (one.lane === 'B') expect(isTaken).toBe(true);
          }
        }
        const left = queue.depth();
        for (let next = queue.next(nowMs); next !== null; next = queue.next(nowMs))
          taken.push(next);
        for (let loss = queue.takeLoss(); loss !== null; loss = queue.takeLoss()) losses.push(loss);
        const dropped = losses.reduce((sum, { droppedCount }) => sum + droppedCount, 0);
        expect(left).toBeLessThanOrEqual(bounds.A.messages + bounds.B.messages);
        expect(taken.length + refused + dropped).toBe(offered);
        expect(queue.dropped()).toBe(dropped);
        expect(queue.depth()).toBe(0);
        expect(losses.every(({ source }) => source === 'telemetry')).toBe(true);
        // Within a source the order stays; what is missing of Lane B is between the told numbers.
        for (const source of seqs.keys()) {
          const order = taken.filter((one) => one.source === source).map(({ seq }) => seq);
          expect(order).toEqual([...order].sort((a, b) => a - b));
        }
      }),
    );
  });

  it('takes the system first, then life cycles, then telemetry, and in each the oldest', () => {
    const queue = createSendQueue();
    const a = make('B', 'telemetry', 1, 0);
    const b = make('A', 'lifecycle', 1, 0);
    const c = make('A', 'system', 1, 0);
    const d = make('A', 'lifecycle', 1, 0);
    for (const one of [a, b, c, d]) queue.offer(one);
    expect([1, 2, 3, 4, 5].map(() => queue.next(0))).toEqual([c, b, d, a, null]);
  });

  it('lets nobody wait longer than a second behind others', () => {
    const queue = createSendQueue();
    const old = make('B', 'telemetry', 1, 0);
    queue.offer(old);
    for (let n = 0; n < 10; n += 1) queue.offer(make('A', 'system', 1, 500));
    expect(queue.next(ageMaxMs - 1)?.priority).toBe('system');
    expect(queue.next(ageMaxMs)).toBe(old);
    expect(queue.next(ageMaxMs)?.priority).toBe('system');
    expect(queue.lagMs(ageMaxMs)).toBe(500);
  });

  it('drops the oldest of Lane B, and tells from where to where, once', () => {
    const queue = createSendQueue(bounds);
    seqs = new Map();
    for (let n = 1; n <= 9; n += 1) queue.offer(make('B', 'telemetry', 1, 0));
    expect(queue.takeLoss()).toEqual({
      source: 'telemetry',
      droppedCount: 5,
      oldestSeq: 1,
      newestSeq: 5,
    });
    expect(queue.takeLoss()).toBeNull();
    expect(queue.next(0)?.seq).toBe(6);
  });

  it('drops what is larger than all that may wait, and keeps the others', () => {
    const queue = createSendQueue(bounds);
    seqs = new Map();
    queue.offer(make('B', 'telemetry', 31, 0));
    expect(queue.takeLoss()).toMatchObject({ droppedCount: 1, newestSeq: 1 });
    expect(queue.depth()).toBe(0);
  });
});

function some(one: Waiting | null): readonly Waiting[] {
  return one === null ? [] : [one];
}
