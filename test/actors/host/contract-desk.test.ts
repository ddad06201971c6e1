/**
 * Goal: a contract on trial is promoted only on a record that meets every criterion, and what a
 * session has shown goes on that record.
 * Method: a contract that refuses one text, a shelf in memory, people who agree and disagree.
 */
import { expect, it } from 'vitest';
import type { Contract } from '../../../embed/kernel.ts';
import { bash, codesOf, createStage, stagedHands, valueIn } from './stage.ts';

const picky: Contract = {
  ...{ id: 'no-force', version: 2, owner: 'test', appliesTo: ['inject.requested'] },
  preconditions: [({ payload }) => payload.body !== 'git push -f'],
  ...{ severity: 'block', action: 'block', fallbackAction: 'none', mode: 'shadow' },
  emitOnViolation: 'contract.violation',
};
const session = { evaluations: 9, violations: 1, falsePositives: 0 };
const past = [1, 2, 3, 4].map((at) => ({ sessionId: `before-${at}`, ...session }));
const replay = { digest: 'd', wouldHaveBlocked: 1, confirmed: true };

function onTrial() {
  const stage = createStage(stagedHands(), [picky]);
  const client = stage.join();
  client.ask({ do: 'pane.open', spec: bash });
  const inject = (text: string) =>
    client.ask({
      ...{ do: 'pane.inject', paneId: '1', text, critical: false, lossyPolicy: 'refuse' },
    });
  const judge = (says: 'approve' | 'reject', by: string, contractId = 'no-force') =>
    client.ask({ do: 'contracts.judge', contractId, says, by });
  const promote = () => client.ask({ do: 'contracts.promote', contractId: 'no-force' });
  return { ...stage, client, inject, judge, promote };
}

it('promotes when sessions, replay and two names are there, and not before', () => {
  const { client, inject, judge, promote, records, kernel } = onTrial();
  const record = { contractId: 'no-force', version: 2, sessions: past, replay, signOffs: [] };
  records.set('no-force', record);
  inject('hello');
  expect(codesOf(promote())).toEqual(['PROMOTION_SIGN_OFFS']);
  judge('approve', 'ada');
  judge('approve', 'ada');
  expect(codesOf(promote())).toEqual(['PROMOTION_SIGN_OFFS']);
  expect(valueIn(judge('approve', 'bob'))).toMatchObject({ trial: { sessions: 5, misses: [] } });
  expect(valueIn(promote())).toMatchObject({ id: 'no-force', mode: 'enforced', trial: null });
  expect(valueIn(inject('git push -f'))).toMatchObject({ decision: 'blocked' });
  expect(kernel.stats().contracts['no-force']?.mode).toBe('enforced');
  expect(codesOf(client.ask({ do: 'contracts.promote', contractId: 'no-force' }))).toEqual([
    'NOT_ON_TRIAL',
  ]);
});

it('takes what somebody calls wrong for a false positive', () => {
  const { inject, judge, promote, records } = onTrial();
  const record = { contractId: 'no-force', version: 2, sessions: past, replay, signOffs: [] };
  records.set('no-force', record);
  inject('git push -f');
  for (const name of ['ada', 'bob', 'eve']) judge('approve', name);
  judge('reject', 'eve');
  expect(codesOf(promote())).toEqual(['PROMOTION_FALSE_POSITIVES']);
  expect(records.get('no-force')?.signOffs).toEqual(['ada', 'bob']);
});

it('puts the session on record when it ends, once, and none of another version', () => {
  const { inject, host, records, clock } = onTrial();
  const old = { contractId: 'no-force', version: 1, sessions: past, replay, signOffs: ['ada'] };
  records.set('no-force', old);
  inject('git push -f');
  clock.advance(60_000);
  host.stop(true);
  clock.advance(60_000);
  expect(records.get('no-force')).toMatchObject({
    ...{ version: 2, signOffs: [], replay: null },
    sessions: [{ sessionId: 'session-1', violations: 1 }],
  });
});

it('knows only contracts on trial', () => {
  const { client, judge } = onTrial();
  expect(codesOf(judge('approve', 'ada', 'focus-lock-guard'))).toEqual(['NOT_ON_TRIAL']);
  const list = valueIn(client.ask({ do: 'contracts.list' })) as {
    readonly contracts: readonly { readonly id: string; readonly trial: unknown }[];
  };
  expect(list.contracts.filter(({ trial }) => trial !== null).map(({ id }) => id)).toEqual([
    'no-force',
  ]);
});
