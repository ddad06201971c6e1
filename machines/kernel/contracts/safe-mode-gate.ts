/**
 * In safe mode only kill, restart and manual input pass.
 *
 * @spec kernel 5.4
 */
import type { Contract } from '../contract.ts';

export const safeModeGate: Contract = {
  id: 'safe-mode-gate',
  version: 1,
  owner: 'kernel',
  appliesTo: ['inject.requested', 'resize.requested'],
  preconditions: [(_event, { gates }) => !gates.safeMode || { detail: 'safe mode is on' }],
  reads: ['gates.safeMode'],
  severity: 'block',
  action: 'defer',
  fallbackAction: 'defer until safe mode is left, or drop at the end of its time',
  mode: 'enforced',
  emitOnViolation: 'inject.deferred',
  bypass: 'critical',
};
