/**
 * Goal: plain envelopes are understood with a time, whatever made them; nothing else is.
 * Method: an envelope with and without what our own lines have besides.
 */
import { expect, it } from 'vitest';
import type { Envelope } from '../../../machines/kernel/envelope.ts';
import { foreignEvent } from '../../../machines/record/foreign-event.ts';

const id = '00000000-0000-4000-8000-000000000001';
const event: Envelope = {
  eventId: id,
  correlationId: id,
  causationId: null,
  type: 'clip.armed',
  source: 'clip',
  paneId: 'system',
  ts: 5_000,
  seq: 1,
  payload: { clipId: 'spike' },
};

it('counts its time from the origin, or keeps the one it has', () => {
  expect(foreignEvent(event, null)).toEqual({ ...event, atMs: 0 });
  expect(foreignEvent(event, 3_000)).toEqual({ ...event, atMs: 2_000 });
  expect(foreignEvent({ ...event, atMs: 7, crc: '00000000' }, 3_000)).toEqual({
    ...event,
    atMs: 7,
  });
});

it.each([null, 1, 'x', [], {}, { ...event, type: 'x' }, { ...event, more: 1 }])(
  'refuses %j',
  (value) => {
    expect(foreignEvent(value, null)).toBeNull();
  },
);
