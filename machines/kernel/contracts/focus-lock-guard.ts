/**
 * Nobody types into a pane while its user does (incident 16).
 *
 * @spec kernel 5.2 8
 */
import type { Contract } from '../contract.ts';

export const focusLockGuard: Contract = {
  id: 'focus-lock-guard',
  version: 1,
  owner: 'kernel',
  appliesTo: ['inject.requested'],
  preconditions: [(_event, { gates }) => !gates.focusLocked || { detail: 'locked' }],
  reads: ['gates.focusLocked'],
  severity: 'block',
  action: 'defer',
  fallbackAction: 'defer, then drop at the end of its time',
  mode: 'enforced',
  emitOnViolation: 'inject.deferred',
  bypass: 'none',
};
