/**
 * Goal: all four criteria of section 5.3 are demanded, and every missing one is named.
 * Method: a record that meets all, and each way to miss one.
 */
import { expect, it } from 'vitest';
import {
  judgePromotion,
  type PromotionRecord,
  promotionRecordSchema,
} from '../../../machines/kernel/promotion.ts';

const contract = { id: 'on-trial', version: 2 };
const whole: PromotionRecord = {
  contractId: 'on-trial',
  version: 2,
  sessions: ['a', 'b', 'c', 'd', 'e'].map((sessionId) => ({
    sessionId,
    evaluations: 3,
    violations: 1,
    falsePositives: 0,
  })),
  replay: { digest: 'sha256', wouldHaveBlocked: 5, confirmed: true },
  signOffs: ['architect', 'analyst'],
};
const [first] = whole.sessions;
const others = whole.sessions.slice(1);

it('is granted when all are met', () => {
  expect(judgePromotion(whole, contract)).toEqual([]);
});

it.each<[string, Partial<PromotionRecord>]>([
  ['PROMOTION_OTHER', { version: 1 }],
  ['PROMOTION_OTHER', { contractId: 'other' }],
  ['PROMOTION_SESSIONS', { sessions: others }],
  ['PROMOTION_SESSIONS', { sessions: first ? [...others, { ...first, evaluations: 0 }] : [] }],
  ['PROMOTION_SESSIONS', { sessions: [...others, ...others] }],
  [
    'PROMOTION_FALSE_POSITIVES',
    { sessions: first ? [{ ...first, falsePositives: 1 }, ...others] : [] },
  ],
  ['PROMOTION_REPLAY', { replay: null }],
  ['PROMOTION_REPLAY', { replay: { digest: 'x', wouldHaveBlocked: 0, confirmed: false } }],
  ['PROMOTION_SIGN_OFFS', { signOffs: ['architect', 'architect'] }],
])('is refused with %s for %j', (code, change) => {
  expect(judgePromotion({ ...whole, ...change }, contract).map((one) => one.code)).toEqual([code]);
});

it('names every criterion that is missed at once', () => {
  const none = { ...whole, sessions: [], replay: null, signOffs: [] };
  expect(judgePromotion(none, contract).map(({ message }) => message)).toEqual([
    'Expected at least 5 sessions in which it was evaluated, got 0.',
    'Expected a replay that confirms what it would have blocked, got none.',
    'Expected the sign-off of at least 2 agents, got 0.',
  ]);
});

it('says which record it wanted, and what speaks against it', () => {
  const sessions = whole.sessions.map((one) => ({ ...one, falsePositives: 1 }));
  const replay = { digest: 'x', wouldHaveBlocked: 0, confirmed: false };
  const wrong = { ...whole, version: 1, sessions, replay };
  expect(judgePromotion(wrong, contract).map(({ message }) => message)).toEqual([
    'Expected a record of on-trial version 2, got on-trial version 1.',
    'Expected no false positive, got 5.',
    'Expected a replay that confirms what it would have blocked, got one that disagrees.',
  ]);
});

it('takes a whole record from a file, and none without names', () => {
  expect(promotionRecordSchema.parse(whole)).toEqual(whole);
  for (const wrong of [
    { contractId: '' },
    { signOffs: [''] },
    { sessions: [{ ...first, sessionId: '' }] },
    { sessions: [{ ...first, evaluations: -1 }] },
    { sessions: [{ ...first, more: 1 }] },
    { replay: { digest: '', wouldHaveBlocked: 0, confirmed: true } },
    { replay: { digest: 'x', wouldHaveBlocked: 0, confirmed: true, more: 1 } },
    { more: 1 },
  ]) {
    expect(promotionRecordSchema.safeParse({ ...whole, ...wrong }).success).toBe(false);
  }
});
