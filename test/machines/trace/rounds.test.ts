/**
 * Goal: each look at an intent is one round, with every contract in order as far as the log tells:
 * all from Lane B, the broken ones from Lane A.
 * Method: the children of an intent by hand, with and without Lane B.
 */
import { describe, expect, it } from 'vitest';
import { roundsOf } from '../../../machines/trace/rounds.ts';
import { log, type Told } from './told.ts';

const intent: Told = { id: 'i', type: 'inject.requested' };
const checked = (at: number, ...answers: readonly string[]): Told => ({
  ...{ id: `c${at}`, type: 'contract.checked', by: 'i', at },
  payload: {
    eventType: 'inject.requested',
    decisions: answers.map((answer) => ({
      contractId: answer.slice(1),
      passed: answer.startsWith('+'),
      mode: answer.startsWith('?') ? 'shadow' : 'enforced',
      saw: { waiting: at },
    })),
  },
});
const held: Told = {
  ...{ id: 'd', type: 'inject.deferred', by: 'i', at: 0 },
  payload: { reasons: [{ contractId: 'a', detail: 'locked', saw: { waiting: 0 } }] },
};
const resumed: Told = {
  ...{ id: 'r', type: 'inject.resumed', by: 'i', at: 9 },
  payload: { trigger: 'focus.released', waitedMs: 9 },
};

function rounds(...told: readonly Told[]): readonly string[] {
  const [first, ...children] = log(intent, ...told);
  if (!first) return [];
  return roundsOf(first, children).map(({ atMs, trigger, looks, isComplete }) => {
    const said = looks.map(
      ({ contractId, answer, detail, action, saw }) =>
        `${contractId} ${answer} ${detail} ${action} ${JSON.stringify(saw)}`,
    );
    return `${atMs} ${trigger} ${isComplete ? 'all' : 'broken'}: ${said.join('; ')}`;
  });
}

describe('rounds', () => {
  it('are two for an intent that waited, with all that was told of each', () => {
    expect(rounds(held, checked(0, '-a', '+b'), resumed, checked(9, '+a', '+b'))).toEqual([
      '0 null all: a broken locked defer {"waiting":0}; b kept null null {"waiting":0}',
      '9 focus.released all: a kept null null {"waiting":9}; b kept null null {"waiting":9}',
    ]);
  });

  it('are the broken contracts alone without Lane B', () => {
    expect(rounds(held, resumed)).toEqual(['0 null broken: a broken locked defer {"waiting":0}']);
  });

  it('tell overrides and contracts on trial apart from broken ones', () => {
    const payload = { contractId: 'a', detail: 'confirmed', saw: { waiting: 0 } };
    const override: Told = { id: 'o', type: 'contract.override', by: 'i', payload };
    const trial = { contractId: 'b', detail: 'would', action: 'block' };
    const shadow: Told = { id: 's', type: 'contract.shadow.violation', by: 'i', payload: trial };
    expect(rounds(override, shadow, checked(0, '-a', '?b'))).toEqual([
      '0 null all: a overridden confirmed null {"waiting":0}; b shadow would block {"waiting":0}',
    ]);
    expect(rounds(override, shadow)).toEqual([
      '0 null broken: a overridden confirmed null {"waiting":0}; b shadow would block null',
    ]);
  });

  it('begin anew when a later look refuses what waited', () => {
    const violation: Told = {
      ...{ id: 'v', type: 'contract.violation', by: 'i', at: 7 },
      payload: { contractId: 'b', detail: 'twice', action: 'block' },
    };
    const dropped: Told = {
      ...{ id: 'x', type: 'inject.dropped', by: 'i', at: 7 },
      payload: { reason: 'blocked', reasons: [{ contractId: 'b', detail: 'twice' }] },
    };
    expect(rounds(held, violation, dropped)).toEqual([
      '0 null broken: a broken locked defer {"waiting":0}',
      '7 its turn broken: b broken twice block null',
    ]);
  });

  it('are no more for what only ran out of time', () => {
    const late: Told = {
      ...{ id: 'x', type: 'inject.dropped', by: 'i', at: 45 },
      payload: { reason: 'ttl_expired', reasons: [{ contractId: 'a', detail: 'locked' }] },
    };
    expect(rounds(held, late)).toHaveLength(1);
  });

  it.each(['blocked', 'dropped', 'skipped'])('begin anew when what waited is %s', (reason) => {
    const reasons = [{ contractId: 'b', detail: 'twice' }, { detail: 'of nobody' }];
    const dropped: Told = {
      ...{ id: 'x', type: 'inject.dropped', by: 'i', at: 7 },
      payload: { reason, reasons },
    };
    expect(rounds(held, dropped)).toEqual([
      '0 null broken: a broken locked defer {"waiting":0}',
      '7 its turn broken: b broken twice null null',
    ]);
  });

  it('are named by what let it go when that comes after the first word', () => {
    const violation: Told = {
      ...{ id: 'v', type: 'contract.violation', by: 'i', at: 8 },
      payload: { contractId: 'b', detail: 'twice', action: 'block' },
    };
    expect(rounds(held, violation, resumed)).toEqual([
      '0 null broken: a broken locked defer {"waiting":0}',
      '9 focus.released broken: b broken twice block null',
    ]);
  });

  it('take from Lane B what Lane A does not tell, and believe that a contract was kept', () => {
    expect(rounds(checked(0, '-a', '?b'))).toEqual([
      '0 null all: a broken null null {"waiting":0}; b shadow null null {"waiting":0}',
    ]);
    expect(rounds(held, checked(0, '+a'))).toEqual(['0 null all: a kept null null {"waiting":0}']);
  });

  it('know reasons only from what refuses', () => {
    const reasons = [{ contractId: 'b', detail: 'x' }];
    expect(rounds({ id: 'q', type: 'inject.queued', by: 'i', payload: { reasons } })).toEqual([]);
  });

  it('are none where no contract said anything, and none of a payload that is no list', () => {
    expect(rounds()).toEqual([]);
    expect(rounds({ ...held, payload: { reasons: 'locked' } })).toEqual([]);
  });
});
