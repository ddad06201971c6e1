/**
 * Goal: answers keep their order whatever is too slow or too large, and nothing is kept without a
 * bound for a client that never reads.
 * Method: a wire that stalls, and one that never reads again.
 */
import { expect, it } from 'vitest';
import { Client, streamsMax, unsentMax } from '../../../actors/host/client.ts';
import { codesOf, stagedWire } from './stage.ts';

it('says what waited first, then what streams have', () => {
  const { wire, client: other } = stagedWire();
  const client = new Client('c', wire);
  const stream = client.stream(9, {
    onRoom: () => void stream?.item({ is: 'room' }),
    onOver: () => {},
  });
  other.stalls(true);
  for (const id of [1, 2, 3]) client.answer(id, { ok: true, value: id });
  expect(stream?.item({ is: 'lost' })).toBe(false);
  other.stalls(false);
  expect(other.said.map((one) => ('item' in one ? one.item.is : one.id))).toEqual([
    ...[1, 2, 3, 'room'],
  ]);
});

it('tells what no frame holds', () => {
  const { wire, client: other } = stagedWire();
  const client = new Client('c', wire);
  client.answer(1, { ok: true, value: 'x'.repeat(2_000_000) });
  expect(codesOf(other.answerTo(1))).toEqual(['ANSWER_TOO_LARGE']);
  const stream = client.stream(2, { onOver: () => {} });
  expect(stream?.item({ is: 'output', data: 'x'.repeat(2_000_000) })).toBe(true);
  expect(other.items(2)).toEqual([{ is: 'dropped', count: 1, reason: 'too_large' }]);
});

it('lets go of a client that never reads', () => {
  const { wire, client: other } = stagedWire();
  const client = new Client('c', wire);
  other.stalls(true);
  for (let id = 0; id <= unsentMax; id += 1) client.answer(id, { ok: true, value: null });
  expect(other.isClosed()).toBe(true);
});

it('has a bound for streams, and ends each once', () => {
  const { wire, client: other } = stagedWire();
  const client = new Client('c', wire);
  let over = 0;
  const open = (id: number) => client.stream(id, { onOver: () => (over += 1) });
  for (let id = 1; id <= streamsMax; id += 1) expect(open(id)).not.toBe(null);
  expect(open(1_000)).toBe(null);
  expect(codesOf(other.answerTo(1_000))).toEqual(['STREAMS_MAX']);
  client.endStream(1);
  expect(client.endStream(1)).toBe(false);
  other.leave();
  expect(over).toBe(streamsMax);
});

it('has what was said kept safe before each answer', () => {
  const { wire, client: other } = stagedWire();
  const safeAfter: number[] = [];
  const client = new Client('c', wire, () => safeAfter.push(other.said.length));
  client.answer(1, { ok: true, value: null });
  client.answer(2, { ok: false, problems: [] });
  expect(safeAfter).toEqual([0, 1]);
});
