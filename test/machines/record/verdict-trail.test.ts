/**
 * Goal: each verdict belongs to the intent that it is about, and two trails are the same only when
 * they say the same, whenever they said it.
 * Method: lines by hand: a refusal, one that waited, one that never was decided.
 */
import { expect, it } from 'vitest';
import type { SessionLine } from '../../../machines/record/session-line.ts';
import { sameVerdicts, VerdictTrail, verdictText } from '../../../machines/record/verdict-trail.ts';

const draft = { type: 'inject.requested', paneId: '1', source: 'me', payload: {} };
const submit = (atMs: number) => ({ input: 'submit', critical: false, draft, atMs }) as SessionLine;
const refusal = { input: 'refusal', of: 'submit', refused: {}, atMs: 2 } as unknown as SessionLine;
const verdict = (
  name: 'allowed' | 'deferred' | 'blocked',
  eventId: string | null,
  atMs: number,
): SessionLine => ({ verdict: name, reasons: [], eventId, atMs });

function trailOf(...lines: readonly SessionLine[]): VerdictTrail {
  const trail = new VerdictTrail();
  for (const line of lines) trail.add(line);
  return trail;
}

it('gives each verdict to its intent', () => {
  const { intents } = trailOf(
    submit(1),
    verdict('deferred', 'a', 1),
    refusal,
    verdict('blocked', null, 2),
    submit(3),
    verdict('allowed', 'a', 3),
    verdict('allowed', 'b', 3),
    submit(4),
  );
  expect(intents.map(({ number, eventId }) => [number, eventId])).toEqual([
    [1, 'a'],
    [2, null],
    [3, 'b'],
    [4, null],
  ]);
  expect(intents.map(({ verdicts }) => verdicts.map((one) => one.verdict))).toEqual([
    ['deferred', 'allowed'],
    ['blocked'],
    ['allowed'],
    [],
  ]);
  expect(intents.map(({ intent }) => intent?.type ?? null)).toEqual([
    'inject.requested',
    null,
    'inject.requested',
    'inject.requested',
  ]);
});

it('holds two trails beside each other by what they say, not when', () => {
  const one = trailOf(submit(1), verdict('deferred', 'a', 1), verdict('allowed', 'a', 5));
  const same = trailOf(submit(2), verdict('deferred', 'b', 2), verdict('allowed', 'b', 9));
  const other = trailOf(submit(1), verdict('deferred', 'a', 1), verdict('blocked', 'a', 5));
  const less = trailOf(submit(1), verdict('deferred', 'a', 1));
  const [first] = one.intents;
  const told = [same, other, less].map(
    ({ intents: [next] }) => first && next && sameVerdicts(first, next),
  );
  expect(told).toEqual([true, false, false]);
  const [shorter] = less.intents;
  expect(first && shorter && sameVerdicts(shorter, first)).toBe(false);
  expect(first && verdictText(first, 0)).toBe('[1,"deferred",[]]');
  expect(first && verdictText(first)).toBe('[1,"allowed",[]]');
});

it('takes only what was submitted for an intent, refused or not', () => {
  const others = [
    { input: 'report', draft, atMs: 1 },
    { input: 'refusal', of: 'report', refused: {}, atMs: 1 },
    { input: 'answer', of: 'submit', atMs: 1 },
    { end: 'closed', lines: 3, atMs: 9 },
  ] as unknown as readonly SessionLine[];
  expect(trailOf(...others).intents).toEqual([]);
  const [intent] = trailOf(submit(1), ...others).intents;
  expect(intent).toMatchObject({ number: 1, eventId: null, verdicts: [] });
});

it('knows no verdict before an intent', () => {
  expect(trailOf(verdict('allowed', 'a', 1)).intents).toEqual([]);
});
