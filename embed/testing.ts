/**
 * `ambush/testing`: what others test against the kernel with: time that moves only when it is
 * told to, and chance from a seed.
 *
 * @spec reliability simulation
 */
export type { Clock, Random } from '../runtime/host/host.ts';
export { createSeededRandom } from '../runtime/host/random.ts';
export {
  createVirtualClock,
  type VirtualClock,
  virtualEpochMs,
} from '../runtime/host/virtual-clock.ts';
