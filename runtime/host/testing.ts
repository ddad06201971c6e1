/**
 * What `ambush/testing` gives to those who test against the kernel: time that moves only when it
 * is told to, and chance from a seed.
 *
 * @spec reliability simulation
 */
export type { Clock, Random } from './host.ts';
export { createSeededRandom } from './random.ts';
export { createVirtualClock, type VirtualClock, virtualEpochMs } from './virtual-clock.ts';
