/**
 * Goal: what was read is taken once, in order, or counted as lost; never more than the bound waits.
 * Method: random chunks and portions; floods with lines and without.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createBacklog } from '../../../actors/hands/backlog.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

it('gives everything back in order, in whatever portions', () => {
  const chunk = fc.stringMatching(/^[a-z\n]{0,20}$/);
  fc.assert(
    fc.property(fc.array(chunk), fc.integer({ min: 1, max: 9 }), (chunks, portion) => {
      const backlog = createBacklog(100_000);
      let got = '';
      for (const text of chunks) backlog.add(encoder.encode(text));
      for (let part = backlog.take(portion); part; part = backlog.take(portion)) {
        got += decoder.decode(part);
      }
      expect(got).toBe(chunks.join(''));
      expect([backlog.waiting(), backlog.lostBytes(), backlog.loss()]).toEqual([0, 0, null]);
    }),
  );
});

it('accounts for every byte of a flood, whenever it is taken from', () => {
  const step = fc.record({
    add: fc.integer({ min: 0, max: 70 }),
    take: fc.integer({ min: 0, max: 40 }),
    isShown: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step), fc.boolean(), (steps, hasLines) => {
      const backlog = createBacklog(64);
      let [added, taken, lost] = [0, 0, 0];
      for (const { add, take, isShown } of steps) {
        const bytes = new Uint8Array(add).map((_, at) => (hasLines && at % 10 === 9 ? 10 : 97));
        added += add;
        backlog.add(bytes);
        expect(backlog.waiting()).toBeLessThanOrEqual(64);
        const part = backlog.take(take)?.length ?? 0;
        if (isShown) taken += part;
        else backlog.unshown(part);
        const told = backlog.loss();
        if (told !== null) {
          lost += told.bytes;
          expect(told.last - told.first + 1).toBeGreaterThanOrEqual(told.bytes);
        }
      }
      expect(backlog.readBytes()).toBe(added);
      expect(taken + lost + backlog.waiting()).toBe(added);
      expect(backlog.lostBytes()).toBe(lost);
      backlog.clear();
      lost += backlog.loss()?.bytes ?? 0;
      expect([backlog.waiting(), taken + lost]).toEqual([0, added]);
    }),
  );
});

it('goes on at a new line after a loss, and says that there is a gap', () => {
  const backlog = createBacklog(64);
  for (let at = 0; at < 12; at += 1) backlog.add(encoder.encode(`line ${at} abc\n`));
  expect(backlog.hasGap()).toBe(true);
  expect(decoder.decode(backlog.take(1_000) ?? undefined)).toMatch(/^line \d+ abc\n$/);
  expect(backlog.hasGap()).toBe(false);
  const loss = backlog.loss();
  expect(loss).toMatchObject({ first: 0, bytes: backlog.lostBytes() });
});
