/**
 * The doses of all axes: light, medium, heavy, extreme and 100 %, strictly growing.
 *
 * @spec timeline terminology
 */
import type { DoseTables } from '../machines/timeline/axis.ts';
import { concurrencyDoses } from './concurrency.ts';
import { cpuDoses } from './cpu.ts';
import { diskDoses } from './disk.ts';
import { memoryDoses } from './memory.ts';
import { networkDoses } from './network.ts';
import { timeDoses } from './time.ts';

export const doseTables: DoseTables = {
  cpu: cpuDoses,
  memory: memoryDoses,
  disk: diskDoses,
  network: networkDoses,
  concurrency: concurrencyDoses,
  time: timeDoses,
};
