/**
 * Goal: why answers with the contracts that decided, the values that they saw and where these came
 * from, what came of it, the causes, and what it does not know.
 * Method: every event of a real session is asked about; some answers are checked in full.
 */
import { describe, expect, it } from 'vitest';
import type { LoggedEvent } from '../../../machines/record/session-line.ts';
import { type Why, whyOf } from '../../../machines/trace/why.ts';
import { log, named } from './told.ts';
import { idOf, laneBOff, session, traced } from './traced-session.ts';

function ask(events: readonly LoggedEvent[], eventId: string): Why {
  const event = events.find((one) => one.eventId === eventId);
  const why = whyOf(() => events, event?.correlationId ?? '', eventId);
  if (!why) throw new Error('Expected an answer.');
  return why;
}

const events = traced(session);

describe('why', () => {
  it('answers for every event, from its root down', () => {
    for (const event of events) {
      const { causes, event: own } = ask(events, event.eventId);
      expect(own).toBe(event);
      expect(causes.at(-1)?.event).toBe(event);
      expect(causes[0]?.event.causationId).toBeNull();
    }
  });

  it('says which contract held a message, on which value, and who made it so', () => {
    const { about, decided, rounds, unknown } = ask(events, idOf(events, 'inject.deferred'));
    expect(about?.event.type).toBe('inject.requested');
    expect(decided).toEqual({ decision: 'deferred', end: 'let go after 2.6 s' });
    const [first, second] = rounds;
    expect(first?.looks.map(({ contractId, answer }) => `${contractId} ${answer}`)).toEqual([
      'focus-lock-guard broken',
      'compaction-gate kept',
      'ownership-exclusive kept',
      'link-gate kept',
      'safe-mode-gate kept',
      'injection-order kept',
    ]);
    const since = first?.looks[0]?.since['gates.focusLocked'];
    expect(since?.by.map(({ type }) => type)).toEqual(['typing.activity', 'focus.locked']);
    expect([since?.value, since?.atMs]).toEqual([true, 2_000]);
    expect([second?.trigger, second?.looks.every(({ answer }) => answer === 'kept')]).toEqual([
      'focus.released',
      true,
    ]);
    expect(unknown).toEqual([]);
  });

  it('knows from Lane A alone what was broken, and that it does not know the rest', () => {
    const off = traced(laneBOff);
    const { rounds, unknown } = ask(off, idOf(off, 'inject.requested'));
    expect(rounds).toHaveLength(1);
    expect(rounds[0]?.looks).toMatchObject([
      { contractId: 'focus-lock-guard', answer: 'broken', saw: { 'gates.focusLocked': true } },
    ]);
    const id = idOf(off, 'telemetry.disabled').slice(0, 8);
    expect(unknown).toEqual([
      `Lane B was off (telemetry.disabled ${id}): which contracts were kept, and on which values, is not known.`,
    ]);
  });

  it('claims no origin for a value that was another one then', () => {
    const wrong = events.map((event) =>
      event.type === 'pane.state.changed' ? { ...event, payload: { from: {}, to: {} } } : event,
    );
    const { rounds } = ask(wrong, idOf(wrong, 'inject.deferred'));
    expect(rounds[0]?.looks[0]?.since).toEqual({});
  });

  it('decides nothing about facts, and says where the causes break off', () => {
    const typing = ask(events, idOf(events, 'typing.activity'));
    expect([typing.about, typing.decided, typing.rounds]).toEqual([null, null, []]);
    const torn = log({ id: 'b', type: 'inject.applied', by: 'a' });
    expect(ask(torn, named('b')).unknown).toEqual([
      `The cause ${named('a')} is not in this log, nor what came before it.`,
    ]);
  });

  it('says of a contract that does not tell its values that it does not', () => {
    const payload = { reasons: [{ contractId: 'foreign', detail: 'x' }] };
    const told = log(
      { id: 'i', type: 'inject.requested' },
      { id: 'd', type: 'inject.deferred', by: 'i', payload },
    );
    expect(ask(told, named('i')).unknown).toContain(
      'foreign does not say what it reads, so its values are not in the log.',
    );
  });

  it('says why a clip was stopped, though that lies in another operation', () => {
    const told = log(
      { id: 's', type: 'clip.started' },
      { id: 'x', type: 'target.exited', of: 'run', payload: { active: [] } },
      { id: 'r', type: 'run.stop.requested', of: 'run', payload: { reason: 'target-gone' } },
      { id: 'p', type: 'clip.stop.requested', by: 's', payload: { clipId: 'spike', atMs: 3 } },
      { id: 'e', type: 'clip.stopped', by: 'p' },
      { id: 'q', type: 'run.stop.requested', of: 'run', payload: { reason: 'duration' } },
    );
    expect(ask(told, named('e')).besides.map(({ says }) => says)).toEqual([
      'It ended by itself with status 0. No stress was active.',
      'The stress was stopped: the target had ended.',
    ]);
    expect(ask(told, named('s')).besides).toEqual([]);
  });

  it.each([
    ...['inject.requested', 'inject.submit.requested', 'inject.transform.lossy'],
    ...[
      'resize.requested',
      'resize.started',
      'pty.resize.requested',
      'focus.arbitration.requested',
    ],
  ])('takes %s for an intent, and words under it for its', (type) => {
    const told = log({ id: 'i', type }, { id: 'w', type: 'contract.checked', by: 'i' });
    expect(ask(told, named('i'))).toMatchObject({ about: null, decided: {} });
    expect(ask(told, named('w'))).toMatchObject({ about: { event: { type } }, decided: {} });
  });

  it('takes a word for one about an intent only where its cause is one', () => {
    const told = log(
      { id: 'i', type: 'inject.requested' },
      { id: 'a', type: 'inject.applied', by: 'i' },
      { id: 'v', type: 'contract.violation', by: 'a' },
      { id: 'w', type: 'contract.violation' },
      { id: 'x', type: 'contract.violation', by: 'lost' },
    );
    for (const id of ['a', 'v', 'w', 'x']) {
      expect(ask(told, named(id))).toMatchObject({ about: null, decided: null });
    }
  });

  it('does not know what was kept where no look was logged, and blames Lane B only if it was off', () => {
    const intent = { id: 'i', type: 'inject.requested' };
    const sentence =
      'No contract.checked of this decision is in the log: which contracts were kept, and on which values, is not known.';
    expect(ask(log(intent), named('i')).unknown).toEqual([sentence]);
    const off = { id: 'o', type: 'telemetry.disabled', of: 'x', pane: 'system' };
    const on = { id: 'p', type: 'telemetry.enabled', of: 'x', pane: 'system' };
    expect(ask(log(off, on, intent), named('i')).unknown).toEqual([sentence]);
    expect(ask(log(intent, off), named('i')).unknown).toEqual([sentence]);
  });

  it('tells what bears on it in the order in which it happened last', () => {
    const told = log(
      { id: 'r', type: 'run.stop.requested', of: 'run', payload: { reason: 'abort' } },
      { id: 'x', type: 'target.exited', of: 'run' },
      { id: 'q', type: 'run.stop.requested', of: 'run', payload: { reason: 'duration' } },
      { id: 'p', type: 'clip.skipped' },
    );
    expect(ask(told, named('p')).besides.map(({ event }) => event.type)).toEqual([
      'target.exited',
      'run.stop.requested',
    ]);
  });

  it('has no answer for what is not there', () => {
    expect(whyOf(() => events, events[0]?.correlationId ?? '', named('none'))).toBeNull();
  });
});
