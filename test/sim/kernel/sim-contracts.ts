/**
 * Contracts that the simulator adds to those of the law: one that throws, one that tries to
 * change what it sees, one on trial that fails now and then and must change nothing.
 */
import type { Contract } from '../../../embed/kernel.ts';

const base = {
  version: 1,
  owner: 'simulator',
  appliesTo: ['inject.requested'],
  severity: 'block',
  action: 'block',
  fallbackAction: 'block',
  emitOnViolation: 'contract.violation',
} as const;

export const simContracts: readonly Contract[] = [
  {
    ...base,
    id: 'sim-throws',
    mode: 'enforced',
    preconditions: [
      ({ payload }) => {
        if (payload.cli === 'throws') throw new Error(`CANARY ${String(payload.body)}`);
        return true;
      },
    ],
  },
  {
    ...base,
    id: 'sim-hostile',
    mode: 'enforced',
    preconditions: [
      (event, vector) => {
        Reflect.set(event, 'paneId', '2');
        Reflect.set(event.payload, 'body', 'changed');
        Reflect.set(vector.gates, 'focusLocked', false);
        return true;
      },
    ],
  },
  {
    ...base,
    id: 'sim-shadow',
    mode: 'shadow',
    preconditions: [
      ({ payload }) => payload.cli !== 'shadow' || { detail: `quotes ${String(payload.body)}` },
    ],
  },
];
