/**
 * Goal: only who waits for the end of the program, or for one of its followers, follows it.
 * Method: waits by hand.
 */
import { expect, it } from 'vitest';
import { followsEnd } from '../../../../machines/timeline/condition/follows.ts';
import type {
  StartWish,
  WantedOutcome,
  Wish,
} from '../../../../machines/timeline/condition/wish.ts';

const ended = (eventId: string, outcome: WantedOutcome): Wish => ({
  ...{ is: 'ended', eventId, outcome, holdMs: 0 },
});
const holds = (text: string): Wish => ({ is: 'holds', text, holdMs: 0 });
const start = (when: Wish | null, ...after: readonly [string, WantedOutcome][]): StartWish => ({
  ...{ fromMs: 0, when, byMs: null },
  after: after.map(([eventId, outcome]) => ({ from: [{ eventId, outcome }] })),
});

it.each([
  [start(null, ['a', 'crash']), true],
  [start(null, ['a', 'exit']), true],
  [start(null, ['a', 'any']), false],
  [start(null, ['a', 'survived']), false],
  [start(null, ['a', 'any'], ['follower', 'any']), true],
  [start(holds('crashes > 0')), true],
  [start(holds('elapsed_s > 9')), false],
  [start(ended('follower', 'survived')), true],
  [start({ is: 'any', of: [holds('elapsed_s > 9'), ended('a', 'crash')], holdMs: 0 }), true],
  [start({ is: 'all', of: [holds('elapsed_s > 9'), ended('a', 'any')], holdMs: 0 }), false],
])('%j', (wish, follows) => {
  const isFollower = (id: string) => id === 'follower';
  const asksOfEnd = (text: string) => text.includes('crashes');
  expect(followsEnd(wish, { isFollower, asksOfEnd })).toBe(follows);
});
