/**
 * Goal: every event type of the taxonomy has a sentence, none of which lets through what was
 * redacted, breaks on a payload of another shape, or prints the inside of a value.
 * Method: all types, with the payloads of a real session, empty ones and odd ones; some sentences
 * word for word.
 */
import { describe, expect, it } from 'vitest';
import { taxonomy } from '../../../machines/kernel/events/registry.ts';
import { wordsOf } from '../../../machines/trace/words.ts';
import { kernelSayings, runSayings } from './sayings.ts';
import { log } from './told.ts';
import { session, traced } from './traced-session.ts';

const say = (type: string, payload: Readonly<Record<string, unknown>> = {}, source = 'x.js') =>
  log({ id: 'a', type, payload, source }).map(wordsOf).join();

describe('words', () => {
  it.each(Object.keys(taxonomy))('has a sentence for %s, whatever it carries', (type) => {
    const odd = { reason: 5, reasons: 'x', active: 3, from: null, to: [], startMs: {}, unit: 7 };
    for (const payload of [{}, odd]) {
      expect(say(type, payload)).toMatch(/^[\w(].*[.]$/s);
      expect(say(type, payload)).not.toMatch(/undefined|\[object|NaN/);
    }
  });

  it('says what a real session says', () => {
    const events = traced(session);
    expect(events.length).toBeGreaterThan(100);
    for (const event of events) expect(wordsOf(event)).not.toMatch(/undefined|\[object|NaN/);
  });

  it.each([
    ['kernel', kernelSayings],
    ['run', runSayings],
  ])('are these for events of a %s', async (name, sayings) => {
    const lines = Object.entries(sayings).flatMap(([type, payloads]) =>
      payloads.map((payload) => `${type}\n  ${say(type, payload)}\n`),
    );
    await expect(lines.join('')).toMatchFileSnapshot(`../../golden/words-${name}.txt`);
  });

  it('are those of the taxonomy where there are no better ones', () => {
    const own = new Set(Object.keys({ ...kernelSayings, ...runSayings }));
    const types = Object.keys(taxonomy) as (keyof typeof taxonomy)[];
    for (const type of types.filter((one) => !own.has(one))) {
      expect(say(type)).toBe(taxonomy[type].description);
    }
  });

  it('does not know what the taxonomy does not know', () => {
    expect(say('moon.rose')).toBe('moon.rose is no event of the taxonomy.');
  });

  const reasons = [
    { contractId: 'focus-lock-guard', detail: 'locked' },
    { contractId: 'foreign', detail: { redacted: true, length: 9 } },
  ];
  it.each([
    [
      'inject.deferred',
      { reasons, remainingMs: 45_000 },
      'Held back by focus-lock-guard (locked), then foreign ((9 characters, redacted)), for at most 45.0 s.',
    ],
    [
      'inject.dropped',
      { reason: 'ttl_expired', reasons: reasons.slice(0, 1) },
      'Never written: its time was over before it was let go, held by focus-lock-guard (locked).',
    ],
    ['inject.dropped', { reason: 'queue_full' }, 'Never written: too many waited before it.'],
    [
      'inject.failed',
      { reason: 'outcome_unknown' },
      'Nobody knows whether it was written, so it is not written again.',
    ],
    [
      'safemode.entered',
      { triggerReason: 'violations', violations: 3 },
      '3 violations within 10 s: only recovery intents pass from now on.',
    ],
    [
      'cli.compaction.ended',
      { durationMs: 51_500, endReason: 'end_marker' },
      'The compaction is over after 51.5 s: end_marker.',
    ],
    [
      'pane.state.changed',
      { from: { gates: { focusLocked: false } }, to: { gates: { focusLocked: true } } },
      'It changed: gates.focusLocked from no to yes.',
    ],
  ] as const)('%s: %j', (type, payload, expected) => expect(say(type, payload)).toBe(expected));
});
