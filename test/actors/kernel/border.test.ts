/**
 * Goal: what is handed in beside events is right, or named with what was expected.
 * Method: each question, with what passes and with every way not to.
 */
import { expect, it } from 'vitest';
import {
  handlerProblem,
  patternProblem,
  queryProblem,
  safeModeProblem,
  switchProblem,
} from '../../../actors/kernel/border.ts';

it('takes switches that are on or off, and no near things', () => {
  expect([switchProblem('x', true), switchProblem('x', false)]).toEqual([null, null]);
  expect(switchProblem('dev mode', 1)).toBe('Expected dev mode true or false, got number 1.');
  expect([safeModeProblem('on'), safeModeProblem('off')]).toEqual([null, null]);
  expect(safeModeProblem('on ')).toBe('Expected the state "on" or "off", got "on ".');
  expect(handlerProblem(() => {})).toBeNull();
  expect(handlerProblem(undefined)).toBe('Expected a handler, got undefined.');
});

it.each(['*', 'inject.requested', 'inject.*', 'inject.submit.*', 'cli.compaction.*'])(
  'takes the pattern %s',
  (pattern) => {
    expect(patternProblem(pattern)).toBeNull();
  },
);

it.each([
  ['inject.nope', 'Try * for all.'],
  ['inject.requestd', 'Did you mean "inject.requested"?'],
  ['injct.*', 'Did you mean "inject.*"?'],
  ['inject', 'Try * for all.'],
  ['', 'Try * for all.'],
])('knows no %j', (pattern, hint) => {
  const got = JSON.stringify(pattern);
  const found = patternProblem(pattern) ?? '';
  expect(found).toContain(`Expected a type of the taxonomy, family.* or *, got ${got}. `);
  if (hint.startsWith('Did')) expect(found).toContain(hint);
});

it.each([
  [{}],
  [{ type: '*', types: ['inject.*'], paneId: '1', correlationId: 'c', limit: 0 }],
  [{ type: undefined, since: Number.NEGATIVE_INFINITY, until: 1.5 }],
])('takes the query %j', (query) => {
  expect(queryProblem(query)).toBeNull();
});

it.each([
  [null, 'Expected a query, got null.'],
  [{ typ: 'x' }, 'Expected a key of a query, got "typ". Did you mean "type"?'],
  [{ limit: -1 }, 'Expected limit to be a whole number from 0 on, got number -1.'],
  [{ since: '2s' }, 'Expected since to be wall-clock milliseconds, got "2s".'],
  [{ until: Number.NaN }, 'Expected until to be wall-clock milliseconds, got number NaN.'],
  [{ types: 'inject.*' }, 'Expected types to be a list of types, family.* or *, got "inject.*".'],
  [{ paneId: 1 }, 'Expected paneId to be the id of a pane, got number 1.'],
  [{ types: ['*', 7] }, 'Expected a type, family.* or *, got number 7.'],
])('refuses the query %j', (query, message) => {
  expect(queryProblem(query)).toBe(message);
});
