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
    [[under('focus.arbitration.conflict')], 'blocked', 'the focus stays where it is'],
    [[under('inject.dropped', { reason: 'lossy_transform' })], 'blocked', 'lossy_transform'],
    [[under('inject.dropped', { reason: 'blocked', contractId: 'a' })], 'blocked', 'blocked by a'],
    [[under('inject.dropped', { reason: 'skipped' })], 'skipped', 'skipped'],
    [[under('fit.skipped', { reason: 'hidden' })], 'skipped', 'hidden'],
    [
      [under('contract.violation', { action: 'defer' }), under('x', { action: 'block' })],
      'allowed',
      'every contract let inject.requested pass',
    ],
    [[under('contract.override', { contractId: 'a' })], 'allowed', 'as a recovery intent, past a'],
    [[], 'allowed', 'every contract let inject.requested pass'],
  ] as const)('%j: %s, %s', (told, decision, end) => {
    const [intent, ...children] = log({ id: 'i', type: 'inject.requested' }, ...told);
    if (!intent) return;
    expect(decidedOf(intent, children, roundsOf(intent, children))).toEqual({ decision, end });
  });
});

it('is that a resize waits, unless its pane began to resize', () => {
  const told = (...children: readonly Told[]) => {
    const [intent, ...rest] = log({ id: 'i', type: 'resize.requested' }, ...children);
    return intent && decidedOf(intent, rest, roundsOf(intent, rest));
  };
  const child = { id: 'c', by: 'i' };
  const kept = [{ contractId: 'b', passed: true }];
  const checked = { ...child, type: 'contract.checked', payload: { decisions: kept } };
  const payload = { contractId: 'a', detail: 'typing', action: 'defer' };
  const broken = { ...child, id: 'v', type: 'contract.violation', payload };
  expect(told(checked)).toEqual({ decision: 'deferred', end: 'until its pane is free' });
  expect(told(broken)).toEqual({ decision: 'deferred', end: 'by a, until its pane is free' });
  expect(told(checked, { ...child, id: 's', type: 'pane.state.changed' })).toEqual({
    decision: 'allowed',
    end: 'every contract let resize.requested pass',
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
