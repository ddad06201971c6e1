/**
 * Goal: the contracts of the first day are those of the specification, in its order, and each
 * says what it must.
 * Method: the list by hand; every field of every contract.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { isEventType } from '../../../machines/kernel/events/registry.ts';
import { standingContracts } from '../../../machines/kernel/standing-contracts.ts';

it('are these, in this order', () => {
  expect(standingContracts.map(({ id, action, bypass }) => [id, action, bypass])).toEqual([
    ['focus-lock-guard', 'defer', 'none'],
    ['compaction-gate', 'defer', 'critical'],
    ['ownership-exclusive', 'block', 'none'],
    ['overlay-fit-exclusion', 'skip', 'none'],
    ['resize-sequencing', 'skip', 'none'],
    ['lossy-transform-needs-policy', 'block', 'none'],
    ['user-focus-non-preemptive', 'block', 'none'],
    ['link-gate', 'defer', 'none'],
    ['safe-mode-gate', 'defer', 'critical'],
    ['injection-order', 'defer', 'critical'],
  ]);
});

it('are one file each', () => {
  const folder = fileURLToPath(new URL('../../../machines/kernel/contracts/', import.meta.url));
  const files = readdirSync(folder).map((file) => file.replace(/\.ts$/, ''));
  expect(files.sort()).toEqual(standingContracts.map(({ id }) => id).sort());
});

it.each(standingContracts.map((contract) => [contract.id, contract] as const))(
  '%s is enforced and names types of the taxonomy',
  (_id, contract) => {
    expect(contract.mode).toBe('enforced');
    expect(isEventType(contract.emitOnViolation)).toBe(true);
    expect(contract.appliesTo.every(isEventType)).toBe(true);
    expect(contract.fallbackAction).not.toBe('');
  },
);
