/**
 * Nothing is written while the way to the terminal is lost; it waits for the way to be back.
 *
 * @spec kernel 4.2 4.4
 */
import type { Contract } from '../contract.ts';

export const linkGate: Contract = {
  id: 'link-gate',
  version: 1,
  owner: 'kernel',
  appliesTo: ['inject.requested', 'resize.requested'],
  preconditions: [
    (_event, { connectivity: { bridge, pty } }) =>
      (bridge === 'up' && pty === 'up') || {
        detail: bridge === 'down' ? 'bridge down' : 'pty down',
      },
  ],
  reads: ['connectivity.bridge', 'connectivity.pty'],
  severity: 'block',
  action: 'defer',
  fallbackAction: 'defer, then drop at the end of its time',
  mode: 'enforced',
  emitOnViolation: 'inject.deferred',
  bypass: 'none',
};
