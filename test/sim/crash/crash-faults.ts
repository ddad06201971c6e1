/**
 * What may go wrong where a head dies: drawn beside the other faults, a quarter of it left out.
 *
 * @spec reliability faults
 */
import type { Dice } from '../kernel/dice.ts';
import { crashKinds, type FaultKind } from '../kernel/faults.ts';
import { type DiskFaults, soundDisk } from './sim-disk.ts';

/** A crash is what such a world is for; the rest as chance has it. */
export function drawCrashFaults(dice: Dice): readonly FaultKind[] {
  return crashKinds.filter((kind) => !dice.chance(0.25) || kind === 'crashes');
}

/** What one disk will do; most are sound. */
export function drawDisk(dice: Dice, faults: ReadonlySet<FaultKind>): DiskFaults {
  const kind = dice.below(6);
  const fullAt = 2_000 + dice.below(60_000);
  const brokenAt = 1 + dice.below(60);
  const isBrokenOnce = dice.chance(0.5);
  if (kind === 0 && faults.has('full-disk')) return { ...soundDisk, fullAt };
  if (kind === 1 && faults.has('broken-disk')) return { ...soundDisk, brokenAt, isBrokenOnce };
  return soundDisk;
}
