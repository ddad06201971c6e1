/**
 * Who came first is written first: a newcomer goes behind those who wait, though every gate be
 * open, as in the moment between the end of a compaction and the release of the queue.
 *
 * @spec kernel 4.4 9.5
 */
import type { Contract, Precondition } from '../contract.ts';
import type { StateVector } from '../state-vector.ts';

/** When a gate is closed it is the gate that holds the newcomer, not the queue. */
const nobodyWaits: Precondition = (_event, vector, { waiting }) =>
  waiting === 0 || gateIsClosed(vector) || { detail: `${waiting} wait before it` };

function gateIsClosed({ activity, gates, connectivity }: StateVector): boolean {
  return (
    gates.focusLocked ||
    gates.compacting === 'confirmed' ||
    gates.safeMode ||
    activity !== 'idle' ||
    connectivity.bridge === 'down' ||
    connectivity.pty === 'down'
  );
}

export const injectionOrder: Contract = {
  id: 'injection-order',
  version: 1,
  owner: 'kernel',
  appliesTo: ['inject.requested'],
  preconditions: [nobodyWaits],
  reads: [
    'waiting',
    'activity',
    'gates.focusLocked',
    'gates.compacting',
    'gates.safeMode',
    'connectivity.bridge',
    'connectivity.pty',
  ],
  severity: 'block',
  action: 'defer',
  fallbackAction: 'defer, then drop at the end of its time',
  mode: 'enforced',
  emitOnViolation: 'inject.deferred',
  bypass: 'critical',
};
