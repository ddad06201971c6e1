/**
 * No agent takes the focus that the user holds (incident 22).
 *
 * @spec kernel 8
 */
import type { Contract } from '../contract.ts';

export const userFocusNonPreemptive: Contract = {
  id: 'user-focus-non-preemptive',
  version: 1,
  owner: 'kernel',
  appliesTo: ['focus.arbitration.requested'],
  preconditions: [
    ({ payload }, _vector, { focusHolder }) =>
      focusHolder !== 'user' ||
      (payload.owner ?? 'user') === 'user' || { detail: 'the user holds the focus' },
  ],
  reads: ['payload.owner', 'focusHolder'],
  severity: 'block',
  action: 'block',
  fallbackAction: 'the focus stays where it is',
  mode: 'enforced',
  emitOnViolation: 'focus.steal.blocked',
  bypass: 'none',
};
