/**
 * Nothing is typed into a program that compacts its context (incident 20). While it cools down
 * the held queue stays held, and newcomers go behind it: see `injection-order`.
 *
 * @spec kernel 5.2 9.5
 */
import type { Contract } from '../contract.ts';

export const compactionGate: Contract = {
  id: 'compaction-gate',
  version: 1,
  owner: 'kernel',
  appliesTo: ['inject.requested'],
  preconditions: [
    (_event, { gates }) => gates.compacting !== 'confirmed' || { detail: 'compaction confirmed' },
  ],
  reads: ['gates.compacting'],
  severity: 'block',
  action: 'defer',
  fallbackAction: 'defer until the compaction ended, or drop at the end of its time',
  mode: 'enforced',
  emitOnViolation: 'inject.deferred',
  bypass: 'critical',
  expiryReason: 'compaction_timeout',
};
