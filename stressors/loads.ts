/**
 * The six loads by axis.
 *
 * @spec timeline platform strategy
 */
import type { Axis } from '../machines/timeline/axis.ts';
import { concurrencyLoad } from './concurrency.ts';
import { cpuLoad } from './cpu.ts';
import { diskLoad } from './disk.ts';
import type { Load } from './load.ts';
import { memoryLoad } from './memory.ts';
import { networkLoad } from './network.ts';
import { timeLoad } from './time.ts';

export const loads: Readonly<Record<Axis, Load>> = {
  cpu: cpuLoad,
  memory: memoryLoad,
  disk: diskLoad,
  network: networkLoad,
  concurrency: concurrencyLoad,
  time: timeLoad,
};
