/**
 * How much memory and disk the host can still give, as the floors of the stressors see it.
 *
 * @spec reliability attacks
 */
import { readFileSync, statfsSync } from 'node:fs';
import os from 'node:os';
import { memoryFileSystems } from '../machines/hands/linux-proc.ts';

/** Memory of the host or of the container, whichever is smaller. */
export function totalMemoryBytes(): number {
  const constrained = process.constrainedMemory?.() ?? 0;
  const total = os.totalmem();
  return constrained > 0 && constrained < total ? constrained : total;
}

/** Memory that can be had without swapping: of the host or of the container. */
export function availableMemoryBytes(): number {
  const host = readMemAvailable() ?? os.freemem();
  const contained = totalMemoryBytes() < os.totalmem() ? process.availableMemory?.() : undefined;
  return contained === undefined ? host : Math.min(host, contained);
}

export interface DiskSpace {
  readonly totalBytes: number;
  readonly freeBytes: number;
}

export function diskSpace(directory: string): DiskSpace {
  const { blocks, bavail, bsize } = statfsSync(directory);
  return { totalBytes: blocks * bsize, freeBytes: bavail * bsize };
}

/** Known on Linux only. */
export function isMemoryBacked(directory: string): boolean {
  const { type } = statfsSync(directory);
  return process.platform === 'linux' && memoryFileSystems.has(type);
}

function readMemAvailable(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const found = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'));
  return found === null ? undefined : Number(found[1]) * 1024;
}
