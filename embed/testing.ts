/**
 * `ambush/testing`: what others test against the kernel and the machines with: time that moves only
 * when it is told to, chance from a seed, and tours and probes, which take a machine's every
 * transition, and everything that it must ignore, through a real system.
 *
 * @spec reliability simulation
 */

export {
  type Difference,
  type Driver,
  type Sight,
  walkProbes,
  walkTour,
} from '../machines/tour/drive.ts';
export { type Letter, lettersOf } from '../machines/tour/graph.ts';
export { partsOf } from '../machines/tour/parts.ts';
export {
  alphabetOf,
  type Path,
  type Probe,
  probesOf,
  type Step,
  tourOf,
} from '../machines/tour/tour.ts';
export type { Clock, Random } from '../runtime/host/host.ts';
export { createSeededRandom } from '../runtime/host/random.ts';
export {
  createVirtualClock,
  type VirtualClock,
  virtualEpochMs,
} from '../runtime/host/virtual-clock.ts';
