/**
 * The contracts of the first day, in the order in which they are checked and their reasons told:
 * the four of section 5.2, those that would have prevented the incidents of section 8, and the
 * gates that the state vector implies.
 *
 * @spec kernel 5.2 8
 */
import type { Contract } from './contract.ts';
import { compactionGate } from './contracts/compaction-gate.ts';
import { focusLockGuard } from './contracts/focus-lock-guard.ts';
import { injectionOrder } from './contracts/injection-order.ts';
import { linkGate } from './contracts/link-gate.ts';
import { lossyTransformNeedsPolicy } from './contracts/lossy-transform-needs-policy.ts';
import { overlayFitExclusion } from './contracts/overlay-fit-exclusion.ts';
import { ownershipExclusive } from './contracts/ownership-exclusive.ts';
import { resizeSequencing } from './contracts/resize-sequencing.ts';
import { safeModeGate } from './contracts/safe-mode-gate.ts';
import { userFocusNonPreemptive } from './contracts/user-focus-non-preemptive.ts';

export const standingContracts: readonly Contract[] = [
  focusLockGuard,
  compactionGate,
  ownershipExclusive,
  overlayFitExclusion,
  resizeSequencing,
  lossyTransformNeedsPolicy,
  userFocusNonPreemptive,
  linkGate,
  safeModeGate,
  injectionOrder,
];
