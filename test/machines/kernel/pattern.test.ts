/**
 * Goal: a pattern is a type, a family, or everything.
 * Method: what matches and what only looks like it.
 */
import { expect, it } from 'vitest';
import { matchesPattern } from '../../../machines/kernel/pattern.ts';

it.each([
  ['*', 'inject.requested', true],
  ['inject.requested', 'inject.requested', true],
  ['inject.*', 'inject.submit.sent', true],
  ['inject.submit.*', 'inject.submit.sent', true],
  ['inject.*', 'inject', false],
  ['inject.*', 'injector.sent', false],
  ['inject', 'inject.requested', false],
  ['inject.submit.*', 'inject.requested', false],
])('%s, %s: %s', (pattern, type, expected) => {
  expect(matchesPattern(pattern, type)).toBe(expected);
});
