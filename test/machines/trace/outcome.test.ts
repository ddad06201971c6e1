/**
 * Goal: what became of an intent is told as the door decided it.
 * Method: a real session, in which every answer of `submit` is compared with what is read from its
 * log, with Lane B on and off.
 */
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../machines/kernel/verdict.ts';
import { operationOf } from '../../../machines/trace/chain.ts';
import { decidedOf, outcomesOf } from '../../../machines/trace/outcome.ts';
import { roundsOf } from '../../../machines/trace/rounds.ts';
import { log, type Told } from './told.ts';
import { idOf, session, traced, typingUser } from './traced-session.ts';

function decided(events: ReturnType<typeof traced>, eventId: string) {
  const intent = events.find((event) => event.eventId === eventId);
  if (!intent) throw new Error('Expected the intent in its log.');
  const children = events.filter(({ causationId }) => causationId === eventId);
  return decidedOf(intent, children, roundsOf(intent, children));
}

describe('the decision', () => {
  it.each([true, false])('is the verdict of submit, Lane B on: %s', (isOn) => {
    const verdicts: Verdict[] = [];
    const events = traced(session, (kernel) => {
      kernel.setTelemetryEnabled(isOn);
      const { submit } = kernel;
      Object.defineProperty(kernel, 'submit', {
        value: (...given: Parameters<typeof submit>) => {
          const verdict = submit.apply(kernel, given);
          verdicts.push(verdict);
          return verdict;
        },
      });
    });
    const told = verdicts.map(({ event }) => decided(events, event?.eventId ?? '').decision);
    expect(told).toEqual(verdicts.map(({ decision }) => decision));
    expect([...new Set(told)].sort()).toEqual(['allowed', 'blocked', 'deferred', 'skipped']);
  });

  const under = (type: string, payload: Told['payload'] = {}, at = 0): Told => ({
    ...{ id: type, type, by: 'i', at, payload: payload ?? {} },
  });
  const deferred = under('inject.deferred');
  it.each([
    [[deferred], 'deferred', 'it still waited when the log ended'],
    [
      [deferred, under('inject.dropped', { reason: 'ttl_expired' }, 45_000)],
      'deferred',
      'dropped after 45.0 s: ttl_expired',
    ],
    [[under('inject.dropped', { reason: 'queue_full' })], 'dropped', 'queue_full'],
    [
      [under('contract.violation', { action: 'block', contractId: 'a', detail: 'twice' })],
      'blocked',
      'a: twice',
    ],
    [[under('focus.steal.blocked')], 'blocked', 'the focus stays where it is'],
    [[], 'allowed', 'every contract let inject.requested pass'],
  ] as const)('%j: %s, %s', (told, decision, end) => {
    const [intent, ...children] = log({ id: 'i', type: 'inject.requested' }, ...told);
    if (!intent) return;
    expect(decidedOf(intent, children, roundsOf(intent, children))).toEqual({ decision, end });
  });
});

it('is followed by the steps that matter, and by no others', () => {
  const events = traced(typingUser);
  const intent = events.find(({ eventId }) => eventId === idOf(events, 'inject.requested'));
  if (!intent) return;
  const operation = operationOf(() => events, intent.correlationId);
  expect(outcomesOf(intent, operation).map(({ type }) => type)).toEqual([
    'inject.deferred',
    'inject.resumed',
    'inject.applied',
    'inject.submit.sent',
    'verify.pass',
    'inject.verified',
  ]);
});
