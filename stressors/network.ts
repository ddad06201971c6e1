/**
 * Axis network: bytes a second through real TCP connections on the loopback. The listening side
 * sends, the connecting side receives into a fixed buffer; the number of connections grows with
 * the dose. Nothing but 127.0.0.1 is touched.
 *
 * @spec timeline platform strategy
 */
import type { DoseTable } from '../machines/timeline/axis.ts';
import type { Load } from './load.ts';

const mib = 1024 * 1024;

export const networkDoses: DoseTable = {
  axis: 'network',
  unit: 'bytes/s',
  scale: 'absolute',
  light: 8 * mib,
  medium: 64 * mib,
  heavy: 256 * mib,
  extreme: 768 * mib,
  full: 768 * mib,
};

/** Thread 0 receives and measures, thread 1 sends. */
export const networkLoad: Load = {
  doses: networkDoses,
  threads: () => 2,
  details: ['connections', 'bytes'],
  shortfall: 'The loopback takes no more: the cores or the socket buffers are exhausted.',
  reusable: true,
};

export const networkWindupMs = 250;
const bytesPerConnection = 32 * mib;
export const connectionMax = 64;

/** Connections for a dose: 1 and one more for every 32 MiB/s. */
export function connectionsFor(bytesPerS: number): number {
  return Math.min(connectionMax, 1 + Math.floor(bytesPerS / bytesPerConnection));
}
