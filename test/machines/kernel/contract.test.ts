/**
 * Goal: a contract holds when all its predicates do; the first that does not decides, and one
 * that throws fails closed.
 * Method: contracts of one and two predicates.
 */
import { expect, it } from 'vitest';
import { type Contract, check, governs } from '../../../machines/kernel/contract.ts';
import { restingVector } from '../../../machines/kernel/state-vector.ts';
import { envelope } from '../../runtime/bus/oracle.ts';
import { restingFacts } from './contracts/looks.ts';

const base: Contract = {
  id: 'on-test',
  version: 1,
  owner: 'test',
  appliesTo: ['inject.*'],
  preconditions: [],
  severity: 'warn',
  action: 'drop',
  fallbackAction: 'none',
  mode: 'enforced',
  emitOnViolation: 'contract.violation',
};
const see = (...preconditions: Contract['preconditions']) =>
  check({ ...base, preconditions }, envelope('inject.requested', 1), restingVector, restingFacts);

it('holds without predicates, and when all hold', () => {
  expect(see()).toEqual({ passed: true });
  expect(
    see(
      () => true,
      () => true,
    ),
  ).toEqual({ passed: true });
});

it('fails with its action, or with what the predicate says', () => {
  expect(see(() => false)).toEqual({
    passed: false,
    action: 'drop',
    detail: 'on-test does not hold',
  });
  expect(
    see(
      () => true,
      () => ({ detail: 'why', action: 'skip' }),
      () => false,
    ),
  ).toEqual({
    passed: false,
    action: 'skip',
    detail: 'why',
  });
});

it('fails closed when a predicate throws', () => {
  const threw = new Error('secret');
  const outcome = see(() => {
    throw threw;
  });
  expect(outcome).toEqual({
    passed: false,
    action: 'block',
    detail: 'the predicate threw',
    threw,
  });
});

it.each([
  ['inject.requested', true],
  ['inject.submit.sent', true],
  ['injector.x', false],
  ['resize.requested', false],
])('governs %s: %s', (type, expected) => {
  expect(governs(base, type)).toBe(expected);
});
