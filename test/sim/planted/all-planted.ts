/**
 * All planted bugs.
 */
import { inActors } from './in-actors.ts';
import { inContracts } from './in-contracts.ts';
import { inMachines } from './in-machines.ts';
import { inRecord } from './in-record.ts';
import { inRecovery } from './in-recovery.ts';
import type { Planted } from './planted.ts';

export const allPlanted: readonly Planted[] = [
  ...inMachines,
  ...inContracts,
  ...inActors,
  ...inRecord,
  ...inRecovery,
];
