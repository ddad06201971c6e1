/**
 * Goal: an envelope survives the way to a CloudEvent and back, and its trace context is valid.
 * Method: random envelopes; the forms that the two standards demand.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  fromCloudEvent,
  toCloudEvent,
  traceparentOf,
} from '../../../machines/kernel/cloud-event.ts';
import type { Envelope } from '../../../machines/kernel/envelope.ts';

const envelope: fc.Arbitrary<Envelope> = fc.record({
  eventId: fc.uuid({ version: 4 }),
  correlationId: fc.uuid({ version: 4 }),
  causationId: fc.option(fc.uuid({ version: 4 })),
  type: fc.constantFrom('inject.requested', 'resize.storm.detected'),
  source: fc.string({ minLength: 1, unit: 'grapheme' }),
  paneId: fc.constantFrom('1', 'system'),
  ts: fc.integer({ min: 0, max: 4e12 }),
  seq: fc.integer({ min: 1 }),
  payload: fc.dictionary(fc.string(), fc.jsonValue()),
});

it('comes back as it went, through JSON', () => {
  fc.assert(
    fc.property(envelope, (event) => {
      const away = toCloudEvent({ ...event, payload: JSON.parse(JSON.stringify(event.payload)) });
      expect(Object.keys(away).every((key) => /^[a-z0-9]+$/.test(key))).toBe(true);
      expect(away.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
      const back = fromCloudEvent(JSON.parse(JSON.stringify(away)));
      expect(back).toEqual({ ...event, payload: JSON.parse(JSON.stringify(event.payload)) });
    }),
    { seed: 9 },
  );
});

it('has one trace per operation and one span per event', () => {
  const [one, other] = fc.sample(envelope, { numRuns: 2, seed: 1 });
  if (!one || !other) throw new Error('Expected two samples.');
  const parts = (event: Envelope) => traceparentOf(event)?.split('-') ?? [];
  const child = { ...other, correlationId: one.correlationId };
  expect(parts(child)[1]).toBe(parts(one)[1]);
  expect(parts(child)[2]).not.toBe(parts(one)[2]);
});

it.each([
  [{ correlationId: 'op-1' }],
  [{ correlationId: '00000000-0000-0000-0000-000000000000' }],
  [{ eventId: 'x' }],
  [{ eventId: '12345678-0000-0000-0000-000000000000' }],
])('has no trace context for %j', (more) => {
  const [event] = fc.sample(envelope, { numRuns: 1, seed: 2 });
  if (!event) throw new Error('Expected a sample.');
  expect(traceparentOf({ ...event, ...more })).toBe(null);
  expect(toCloudEvent({ ...event, ...more })).not.toHaveProperty('traceparent');
});

it.each([[{ type: 'com.other.thing' }], [{ time: 'soon' }], [{ sequence: '0' }]])(
  'is none of ours with %j',
  (more) => {
    const [event] = fc.sample(envelope, { numRuns: 1, seed: 3 });
    if (!event) throw new Error('Expected a sample.');
    expect(fromCloudEvent({ ...toCloudEvent(event), ...more })).toBe(null);
  },
);
