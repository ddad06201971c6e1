/**
 * Goal: causes are walked to the root, oldest first, through what is no clip, within bounds.
 * Method: hand-built chains: two clips one after the other, a cycle, a chain longer than memory.
 */
import { expect, it } from 'vitest';
import { createCauses } from '../../../machines/report/causes.ts';
import { createStream, hold, threeEvents } from './stream.ts';

it('finds the clips that led to an effect, oldest first, with every envelope on the way', () => {
  const stream = createStream();
  const [spike] = threeEvents;
  const first = stream.start(spike);
  const second = stream.start(hold, 2_000, first);
  const causes = createCauses();
  for (const envelope of stream.said) causes.remember(envelope);
  const walked = causes.walk(second.eventId);
  expect(walked.chain).toEqual(['spike', 'hold']);
  expect(walked.causes).toHaveLength(8);
  expect(walked.causes.map(({ type }) => type).slice(-4)).toEqual([
    'clip.scheduled',
    'stressor.arm.requested',
    'clip.armed',
    'clip.started',
  ]);
  expect(walked.causes.at(-1)).toEqual({
    eventId: second.eventId,
    type: 'clip.started',
    source: 'clip',
  });
});

it('finds nothing where nothing is the cause', () => {
  const causes = createCauses();
  expect([causes.walk(null), causes.walk('unknown')]).toEqual([
    { causes: [], chain: [] },
    { causes: [], chain: [] },
  ]);
});

it('ends in a cycle, which no honest log has', () => {
  const stream = createStream();
  const envelope = stream.say('target.ready', { atMs: 0, life: 1 });
  const causes = createCauses();
  causes.remember({ ...envelope, causationId: envelope.eventId });
  expect(causes.walk(envelope.eventId).causes).toHaveLength(1);
});

it.each([
  ['run.started', 1],
  ['track.opened', 1],
  ['clip.started', 1],
  ['stressor.started', 1],
  ['target.ready', 1],
  ['stressor.measured', 0],
  ['target.output.received', 0],
  ['bus.error', 0],
])('may a %s be a cause? %i', (type, kept) => {
  const causes = createCauses();
  const said = createStream().say('target.ready', { atMs: 0, life: 1 });
  causes.remember({ ...said, type });
  expect(causes.size).toBe(kept);
});

it('names no clip where an envelope names none', () => {
  const causes = createCauses();
  const said = createStream().say('target.ready', { atMs: 0, life: 1 });
  causes.remember({ ...said, payload: { ...said.payload, clipId: 7 } });
  expect(causes.walk(said.eventId).chain).toEqual([]);
});

it('forgets the oldest beyond its limit, and never keeps figures', () => {
  const stream = createStream();
  const causes = createCauses(4);
  const first = stream.say('target.ready', { atMs: 0, life: 1 });
  for (let n = 0; n < 4; n += 1) stream.say('clip.armed', { atMs: n, clipId: 'a' });
  stream.sample(1);
  stream.say('stressor.measured', { atMs: 1, clipId: 'a', asked: 1, delivered: 1 });
  for (const envelope of stream.said) causes.remember(envelope);
  expect([causes.size, causes.walk(first.eventId).causes]).toEqual([4, []]);
});

it('names what a condition saw, though another woke who looked', () => {
  const stream = createStream();
  const [spike] = threeEvents;
  const first = stream.start(spike);
  const crash = stream.say('target.crashed', { atMs: 900, life: 1, active: ['spike'] });
  const saw = { crashes: 1, exits: 0, 'event("spike").outcome': 'crash', cpu_load: 0.4 };
  const told = { atMs: 1_000, clipId: 'hold', because: 'crashes >= 1', saw };
  const met = { ...stream.say('condition.met', { ...told, role: 'start' }), causationId: null };
  const causes = createCauses();
  for (const envelope of [...stream.said.slice(0, -1), met]) causes.remember(envelope);
  expect(causes.steps(met.eventId).map(({ eventId }) => eventId)).toEqual([
    ...[first.eventId, crash.eventId, met.eventId],
  ]);
});
