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

it('say what they look at, on which values, and what comes of it', () => {
  const told = standingContracts.map(
    ({ id, owner, severity, appliesTo, reads = [], emitOnViolation, fallbackAction }) =>
      [
        `${id} of ${owner}, ${severity}: ${appliesTo.join(', ')}`,
        `reads ${reads.join(', ')}`,
        `else ${fallbackAction}; ${emitOnViolation}`,
      ].join('\n  '),
  );
  expect(told.join('\n')).toMatchInlineSnapshot(`
    "focus-lock-guard of kernel, block: inject.requested
      reads gates.focusLocked
      else defer, then drop at the end of its time; inject.deferred
    compaction-gate of kernel, block: inject.requested
      reads gates.compacting
      else defer until the compaction ended, or drop at the end of its time; inject.deferred
    ownership-exclusive of kernel, block: inject.requested, inject.submit.requested, resize.requested
      reads type, source, submitter, activity
      else block and say so; contract.violation
    overlay-fit-exclusion of kernel, block: resize.started, resize.requested
      reads overlayOpen
      else skip the fit; the last size follows when the dialog is gone; fit.skipped
    resize-sequencing of kernel, block: resize.requested, resize.started, pty.resize.requested
      reads type, visible, injecting
      else skip the fit; the last size follows when the pane is free and seen; fit.skipped
    lossy-transform-needs-policy of kernel, block: inject.transform.lossy
      reads payload.policy
      else block; nothing is written; contract.violation
    user-focus-non-preemptive of kernel, block: focus.arbitration.requested
      reads payload.owner, focusHolder
      else the focus stays where it is; focus.steal.blocked
    link-gate of kernel, block: inject.requested, resize.requested
      reads connectivity.bridge, connectivity.pty
      else defer, then drop at the end of its time; inject.deferred
    safe-mode-gate of kernel, block: inject.requested, resize.requested
      reads gates.safeMode
      else defer until safe mode is left, or drop at the end of its time; inject.deferred
    injection-order of kernel, block: inject.requested
      reads waiting, activity, gates.focusLocked, gates.compacting, gates.safeMode, connectivity.bridge, connectivity.pty
      else defer, then drop at the end of its time; inject.deferred"
  `);
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
