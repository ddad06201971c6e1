/**
 * Goal: an envelope is exactly the shape of section 2, and a command carries exactly the part
 * of it that section 7.3 names.
 * Method: one good envelope, spoilt in one place at a time.
 */
import { describe, expect, it } from 'vitest';
import { type Envelope, envelopeSchema, metaOf } from '../../../machines/kernel/envelope.ts';

const good: Envelope = {
  eventId: '3f0e8f5c-2f3a-4a51-9d57-0d2a4d7f7a10',
  correlationId: '9a4b6f5e-7c1d-4f0e-8b2a-5d6c7e8f9a0b',
  causationId: null,
  type: 'clip.stop.requested',
  source: 'clip',
  paneId: 'system',
  ts: 1_760_000_000_000,
  seq: 1,
  payload: { clipId: 'cpu-1' },
};

describe('the schema', () => {
  it('takes a root and an event with a cause', () => {
    expect(envelopeSchema.parse(good)).toEqual(good);
    const caused = { ...good, causationId: good.correlationId, payload: {} };
    expect(envelopeSchema.parse(caused)).toEqual(caused);
  });

  it.each([
    ['eventId', 'not-a-uuid'],
    ['correlationId', null],
    ['causationId', ''],
    ['source', ''],
    ['paneId', ''],
    ['ts', 1.5],
    ['ts', -1],
    ['seq', 0],
    ['seq', Number.NaN],
    ['payload', 'text'],
    ['payload', null],
    ['extra', 1],
  ])('refuses %s = %j', (key, value) => {
    expect(envelopeSchema.safeParse({ ...good, [key]: value }).success).toBe(false);
  });

  it.each(Object.keys(good))('refuses an envelope without %s', (key) => {
    const { [key as keyof Envelope]: _, ...rest } = good;
    expect(envelopeSchema.safeParse(rest).success).toBe(false);
  });

  it.each([
    'clip',
    'Clip.started',
    'clip..started',
    'clip.',
    '.started',
    'clip started',
    'xstate.stop',
    'xstate.after.1000.clip',
    'clip.started\n',
  ])('refuses the type %j', (type) => {
    expect(envelopeSchema.safeParse({ ...good, type }).success).toBe(false);
  });
});

it('gives a command its meta and nothing of the payload', () => {
  const { eventId, correlationId, causationId, source, seq } = good;
  expect(metaOf(good)).toEqual({ eventId, correlationId, causationId, source, seq });
});
