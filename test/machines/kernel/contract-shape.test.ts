/**
 * Goal: what is no contract is said in words, and every standing contract is one.
 * Method: one wrong field at a time.
 */
import { expect, it } from 'vitest';
import type { Contract } from '../../../machines/kernel/contract.ts';
import { contractProblem } from '../../../machines/kernel/contract-shape.ts';
import { standingContracts } from '../../../machines/kernel/standing-contracts.ts';

const [right] = standingContracts;

it('takes every contract of ours', () => {
  expect(standingContracts.map(contractProblem)).toEqual(standingContracts.map(() => null));
});

it.each([
  [{ id: '' }, 'Expected a contract with an id.'],
  [{ id: 7 }, 'Expected a contract with an id.'],
  [{ preconditions: 1 }, 'to have lists appliesTo and preconditions.'],
  [{ action: 'maybe' }, 'to have an action, got maybe.'],
  [{ mode: 'on' }, 'to be enforced or shadow, got on.'],
  [{ reads: ['nothing'] }, 'to read what there is'],
  [{ reads: ['activity', 'nothing'] }, 'payload.KEY), got activity,nothing.'],
  [{ reads: 'activity' }, 'to read what there is (type, '],
  [{ emitOnViolation: 'no.type' }, 'to emit a type of the taxonomy, got no.type.'],
])('says what is wrong with %j', (wrong, words) => {
  expect(contractProblem({ ...right, ...wrong } as Contract)).toContain(words);
});

it.each([{ mode: 'shadow' }, { reads: undefined }, { emitOnViolation: undefined }])(
  'takes %j',
  (right) => {
    const [contract] = standingContracts;
    expect(contractProblem({ ...contract, ...right } as Contract)).toBeNull();
  },
);
