/**
 * Goal: what is held finds room in order, nothing of it is lost, and more than may be is told.
 * Method: random keeping and releasing beside a plain list.
 *
 * @spec kernel 7.6
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createHeld } from '../../../machines/bridge/held.ts';
import type { Waiting } from '../../../machines/bridge/send-queue.ts';

const make = (seq: number, length: number): Waiting => ({
  ...{ text: 'x'.repeat(length), lane: 'A', priority: 'lifecycle', source: 'daemon' },
  ...{ seq, atMs: 0 },
});

it('releases what it keeps, in order, as long as there is room', () => {
  const step = fc.record({ isKept: fc.boolean(), room: fc.nat(40) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const held = createHeld();
      const taken: number[] = [];
      let kept = 0;
      for (const { isKept, room } of steps) {
        if (isKept) {
          kept += 1;
          expect(held.keep(make(kept, 1))).toBe(true);
          continue;
        }
        let left = room;
        held.release(({ seq }) => {
          left -= 1;
          if (left >= 0) taken.push(seq);
          return left >= 0;
        });
      }
      expect(taken).toEqual(Array.from({ length: taken.length }, (_, index) => index + 1));
      expect(held.count()).toBe(kept - taken.length);
    }),
  );
});

it('tells when it keeps more than may be, in messages or in characters', () => {
  const few = createHeld({ messages: 2, characters: 100 });
  expect([1, 2, 3].map((seq) => few.keep(make(seq, 1)))).toEqual([true, true, false]);
  few.release(() => true);
  expect([few.count(), few.keep(make(4, 100)), few.keep(make(5, 1))]).toEqual([0, true, false]);
});
