/**
 * What the host can be asked about itself and about the target's tree.
 *
 * @spec timeline execution semantics
 */
import { statfsSync } from 'node:fs';
import { availableParallelism, release } from 'node:os';
import type { HostReading } from '../../machines/hands/rates.ts';
import type { HostFacts } from '../../machines/timeline/axis.ts';
import { createLinuxHostReader, readGroupStalls, readLinuxTree } from '../sampling/linux.ts';
import { readPortableHost, readPortableTree } from '../sampling/portable.ts';
import type { Sensors } from './host.ts';
import { hasProc } from './process-table.ts';

/**
 * `scratch` lies on the file system whose space counts; `members` finds a tree cheaply; `group` is
 * the control group that the target lives in, if it has one.
 */
export function createSensors(
  scratch: string,
  members: (rootPid: number) => readonly number[],
  group: string | null = null,
): Sensors {
  const host = hasProc ? createLinuxHostReader() : readPortableHost;
  const readTree = hasProc ? readLinuxTree : readPortableTree;
  return {
    facts: () => hostFacts(scratch),
    host,
    tree(rootPid) {
      const reading = readTree(members(rootPid));
      const stalls = reading === null || group === null ? null : readGroupStalls(group);
      return reading === null || stalls === null ? reading : { ...reading, stalls };
    },
  };
}

/** What the host tells now; null where it tells nothing. */
export function readHost(): HostReading | null {
  return (hasProc ? createLinuxHostReader()() : null) ?? readPortableHost();
}

/** `scratch` lies on the file system whose space counts. */
export function hostFacts(scratch: string): HostFacts {
  const memory = readHost();
  const disk = statfsSync(scratch);
  return {
    os: process.platform,
    kernel: release(),
    cpus: availableParallelism(),
    memoryBytes: memory?.memoryTotalBytes ?? 0,
    memoryAvailableBytes: memory?.memoryAvailableBytes ?? 0,
    diskBytes: disk.blocks * disk.bsize,
    diskFreeBytes: disk.bavail * disk.bsize,
  };
}
