/**
 * What may go wrong in a simulated world. Each seed first disables a random quarter of it (swarm):
 * a fault that is always there hides the bugs that need its absence.
 *
 * @spec reliability simulation
 */
import type { Dice } from './dice.ts';

export const faultKinds = [
  'slow-hands',
  'silent-hands',
  'twice-hands',
  'refusing-hands',
  'dying-hands',
  'unsure-hands',
  'failing-hands',
  'reordering-hands',
  'stray-answers',
  'lossy-orders',
  'late-timers',
  'wall-steps',
  'sleep',
  'bridge-cuts',
  'pty-deaths',
  'typing',
  'agents',
  'compactions',
  'overlays',
  'hiding',
  'resizes',
  'resize-storms',
  'bursts',
  'floods',
  'rogues',
  'lossy-bodies',
  'thrown-contracts',
  'throwing-subscribers',
  'hostile-subscribers',
  'safe-mode',
  'recovery-intents',
  'remote-sources',
  'malformed',
  'telemetry-switch',
  'dev-mode',
  'probes',
] as const;

/** Those of a world in which the head dies are drawn beside them. */
export const crashKinds = [
  'crashes',
  'torn-writes',
  'bit-flips',
  'full-disk',
  'broken-disk',
  'strange-segments',
  'reboots',
  'deaf-while-dead',
  'lost-texts',
  'hands-restarts',
  'lost-edges',
  'lost-words',
  'twice-words',
  'late-words',
] as const;

export type FaultKind = (typeof faultKinds)[number] | (typeof crashKinds)[number];

export type Faults = ReadonlySet<FaultKind>;

/** The kinds that a seed may use: about three quarters of all. */
export function drawFaults(dice: Dice): Faults {
  return new Set(faultKinds.filter(() => !dice.chance(0.25)));
}
