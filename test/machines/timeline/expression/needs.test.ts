/**
 * Goal: an event that makes an expression false while it waits is needed; others are not.
 * Method: expressions by hand, through the compiler.
 */
import { beforeAll, expect, it } from 'vitest';
import { loadExpressions } from '../../../../machines/timeline/expression/load.ts';
import { createNeeds } from '../../../../machines/timeline/expression/needs.ts';
import { builtInSignals } from '../../../../machines/timeline/expression/signals.ts';

beforeAll(loadExpressions);

it.each([
  ['event("a").state == "done"', ['a over']],
  ['event("a").state == "running"', ['a begun']],
  ['event("a").outcome == "crash"', ['a begun']],
  ['event("a").outcome == "survived"', ['a over']],
  ['event("a").state == "done" and crashes > 0', ['a over']],
  ['event("a").state == "done" or crashes > 0', []],
  ['event("a").state == "done" and event("b").state != "pending"', ['a over', 'b begun']],
  ['event("a").state == "done" or event("b").state == "done"', []],
  ['event("a").state != "done"', []],
  ['event("a").state == "pending"', []],
  ['not (event("a").state != "done")', ['a over']],
  ['crashes > 0', []],
  ['event("a").state == ', []],
])('%s', (text, expected) => {
  const needsOf = createNeeds({ signals: builtInSignals, eventIds: ['a', 'b'], usualWindow: 500 });
  const told = needsOf(text).map(
    ({ eventId, isOver }) => `${eventId} ${isOver ? 'over' : 'begun'}`,
  );
  expect(told).toEqual(expected);
});
