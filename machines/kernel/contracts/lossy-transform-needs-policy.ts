/**
 * Text that cannot be carried over whole is not cut in silence (incident 15): whoever loses
 * content must have been told that this is allowed.
 *
 * @spec kernel 8
 */
import type { Contract } from '../contract.ts';

export const lossyTransformNeedsPolicy: Contract = {
  id: 'lossy-transform-needs-policy',
  version: 1,
  owner: 'kernel',
  appliesTo: ['inject.transform.lossy'],
  preconditions: [
    ({ payload }) =>
      (typeof payload.policy === 'string' && payload.policy !== 'refuse') || {
        detail: 'content would be lost and no policy allows it',
      },
  ],
  reads: ['payload.policy'],
  severity: 'block',
  action: 'block',
  fallbackAction: 'block; nothing is written',
  mode: 'enforced',
  emitOnViolation: 'contract.violation',
  bypass: 'none',
};
