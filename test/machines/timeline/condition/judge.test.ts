/**
 * Goal: an event starts when all that it waits for holds, never twice, never before its cause, and
 * is given up as soon as it never can; the same facts in the same order decide the same.
 * Method: the laws by hand; generated graphs and histories beside a slow reading of the law that
 * looks at the whole history each time.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Decision,
  Judge,
  type Subject,
} from '../../../../machines/timeline/condition/judge.ts';
import type {
  KnownOutcome,
  Link,
  WantedOutcome,
  Wish,
} from '../../../../machines/timeline/condition/wish.ts';

const holds = (text: string, holdMs = 0): Wish => ({ is: 'holds', text, holdMs });
const ended = (eventId: string, outcome: WantedOutcome = 'any', holdMs = 0): Wish => ({
  ...{ is: 'ended', eventId, outcome, holdMs },
});
const waits = (
  id: string,
  when: Wish | null,
  more: { fromMs?: number; byMs?: number; after?: readonly Link[] } = {},
): Subject => ({
  id,
  start: { fromMs: more.fromMs ?? 0, when, after: more.after ?? [], byMs: more.byMs ?? null },
});
/** Expressions are names that are true, false or unknown. */
const reading = (values: Readonly<Record<string, boolean | null>>) => (text: string) => ({
  value: values[text] ?? null,
  saw: { [text]: values[text] ?? null },
});
const told = (decisions: readonly Decision[]) => decisions.map(({ is, id }) => `${is} ${id}`);

describe('an event that waits', () => {
  it('starts at the tick at which its condition holds, once, with what was seen', () => {
    const judge = new Judge([waits('a', holds('hot'))]);
    expect(judge.tick(0, reading({ hot: false }))).toEqual([]);
    expect(judge.tick(500, reading({ hot: null }))).toEqual([]);
    expect(judge.unmet('a')).toEqual({ because: 'hot', saw: { hot: null } });
    expect(judge.tick(1_000, reading({ hot: true }))).toEqual([
      { is: 'start', id: 'a', atMs: 1_000, because: 'hot', saw: { hot: true } },
    ]);
    expect(judge.tick(1_500, reading({ hot: true }))).toEqual([]);
    expect(judge.unmet('a')).toBeNull();
  });

  it('says which of several alternatives held', () => {
    const any: Wish = { is: 'any', of: [holds('hot'), holds('late', 500)], holdMs: 0 };
    const judge = new Judge([waits('a', { is: 'all', of: [any, holds('big')], holdMs: 0 })]);
    judge.tick(0, reading({ hot: false, late: true, big: true }));
    const [decision] = judge.tick(500, reading({ hot: false, late: true, big: true }));
    expect(decision).toMatchObject({ is: 'start', because: '(late for 0.5s) and big' });
  });

  it('is not looked at before it is armed, nor after it was to have started', () => {
    const judge = new Judge([waits('a', holds('hot'), { fromMs: 1_000, byMs: 2_000 })]);
    expect(judge.tick(500, reading({ hot: true }))).toEqual([]);
    expect(told(judge.tick(2_000, reading({ hot: false })))).toEqual(['give-up a']);
    expect(judge.tick(2_500, reading({ hot: true }))).toEqual([]);
  });

  it('needs a hold without a break', () => {
    const judge = new Judge([waits('a', holds('hot', 1_000))]);
    const at = (ms: number, hot: boolean | null) => told(judge.tick(ms, reading({ hot })));
    expect([at(0, true), at(500, true), at(900, false), at(1_000, true), at(1_900, true)]).toEqual([
      ...[[], [], [], [], []],
    ]);
    expect(at(2_000, true)).toEqual(['start a']);
  });

  it('starts at the very end that it waits for, or is given up there', () => {
    const subjects = [waits('b', ended('a', 'crash')), waits('c', ended('a', 'survived'))];
    const judge = new Judge(subjects);
    const [first, second] = judge.befell(700, 'a', 'crash');
    expect(first).toMatchObject({ is: 'start', id: 'b', because: 'a[crash]' });
    expect(second).toMatchObject({
      ...{ is: 'give-up', id: 'c' },
      because: 'it waited for a[survived], and a ended as crash',
    });
    expect(judge.ended(900, 'a', 'survived')).toEqual([]);
  });

  it('waits for the end of an event unless it names what befell it', () => {
    const both: Link = { from: ['a', 'b'].map((eventId) => ({ eventId, outcome: 'any' })) };
    const one: Link = { from: [{ eventId: 'a', outcome: 'any' }] };
    const judge = new Judge([
      ...[waits('next', null, { after: [one] }), waits('joined', null, { after: [both] })],
      ...[waits('own', ended('a', 'any')), waits('crashed', ended('a', 'crash'))],
    ]);
    expect(judge.ended(100, 'b', 'survived')).toEqual([]);
    expect(told(judge.befell(400, 'a', 'crash'))).toEqual(['start crashed']);
    expect(judge.befell(500, 'a', 'crash')).toEqual([]);
    const starts = ['start next', 'start joined', 'start own'];
    expect(told(judge.ended(900, 'a', 'survived'))).toEqual(starts);
    expect(judge.outcomeOf('a')).toBe('crash');
    expect(judge.ended(1_000, 'a', 'survived')).toEqual([]);
  });

  it('starts when one of its chains has come, all of a join', () => {
    const join: Link = {
      from: [
        { eventId: 'a', outcome: 'any' },
        { eventId: 'b', outcome: 'crash' },
      ],
    };
    const other: Link = { from: [{ eventId: 'x', outcome: 'any' }] };
    const judge = new Judge([waits('c', null, { after: [join, other] })]);
    expect(judge.ended(1, 'a', 'survived')).toEqual([]);
    expect(judge.ended(2, 'b', 'survived')).toEqual([]);
    expect(told(judge.ended(3, 'x', 'exit'))).toEqual(['start c']);
    const lost = new Judge([waits('c', null, { after: [join, other] })]);
    lost.ended(1, 'b', 'survived');
    expect(told(lost.ended(2, 'x', 'none'))).toEqual(['give-up c']);
  });

  it('is stopped by its own condition while it plays, also after a crash', () => {
    const judge = new Judge([{ id: 'a', stop: holds('late') }]);
    expect(judge.tick(0, reading({ late: true }))).toEqual([]);
    judge.started('a');
    judge.befell(100, 'a', 'crash');
    expect(told(judge.tick(500, reading({ late: true })))).toEqual(['stop a']);
    expect(judge.tick(1_000, reading({ late: true }))).toEqual([]);
    const over = new Judge([{ id: 'a', stop: holds('late') }]);
    over.started('a');
    over.ended(100, 'a', 'survived');
    expect(over.tick(500, reading({ late: true }))).toEqual([]);
  });
});

const ids = ['a', 'b', 'c', 'd'];
const outcome = fc.constantFrom<WantedOutcome>('survived', 'crash', 'exit', 'any');
const link = fc
  .array(fc.record({ eventId: fc.constantFrom('x', 'y', ...ids), outcome }), {
    minLength: 1,
    maxLength: 2,
  })
  .map((from): Link => ({ from }));
const history = fc.array(
  fc.record({
    id: fc.constantFrom('x', 'y', ...ids),
    outcome: fc.constantFrom<KnownOutcome>('survived', 'crash', 'exit', 'none'),
  }),
  { maxLength: 10 },
);

/** The law, read slowly: which links hold, given every end so far; the first word counts. */
function holdsOf(ends: ReadonlyMap<string, KnownOutcome>, { from }: Link): boolean {
  return from.every(({ eventId, outcome: wanted }) => {
    const end = ends.get(eventId);
    return end !== undefined && end !== 'none' && (wanted === 'any' || wanted === end);
  });
}

it('by chains alone everyone starts exactly when the law says, at most once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(link, { minLength: 1, maxLength: 2 }), { minLength: 4, maxLength: 4 }),
      history,
      (links, facts) => {
        const subjects = ids.map((id, at) => waits(id, null, { after: links[at] ?? [] }));
        const run = () => {
          const judge = new Judge(subjects);
          return facts.map(({ id, outcome: end }, at) => judge.ended(at, id, end));
        };
        const decisions = run();
        expect(run()).toEqual(decisions);
        const ends = new Map<string, KnownOutcome>();
        const gone = new Set<string>();
        facts.forEach(({ id, outcome: end }, at) => {
          const isNews = !ends.has(id);
          if (isNews) ends.set(id, end);
          gone.add(id);
          const due = isNews
            ? subjects.filter(
                ({ id: one, start }) =>
                  !gone.has(one) && (start?.after ?? []).some((each) => holdsOf(ends, each)),
              )
            : [];
          const starts = (decisions[at] ?? []).filter(({ is }) => is === 'start');
          expect(starts.map((one) => one.id)).toEqual(due.map((one) => one.id));
          for (const one of decisions[at] ?? []) gone.add(one.id);
        });
      },
    ),
    { numRuns: 1_000 },
  );
});
