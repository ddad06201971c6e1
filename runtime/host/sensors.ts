/**
 * What the host can be asked about itself and about the target's tree.
 *
 * @spec timeline execution semantics
 */
import { statfsSync } from 'node:fs';
import { availableParallelism, release } from 'node:os';
import type { HostFacts } from '../../machines/timeline/axis.ts';
import { createLinuxHostReader, readLinuxTree } from '../sampling/linux.ts';
import { readPortableHost, readPortableTree } from '../sampling/portable.ts';
import type { Sensors } from './host.ts';
import { hasProc } from './process-table.ts';

/** `scratch` lies on the file system whose space counts; `members` finds a tree cheaply. */
export function createSensors(
  scratch: string,
  members: (rootPid: number) => readonly number[],
): Sensors {
  const host = hasProc ? createLinuxHostReader() : readPortableHost;
  const readTree = hasProc ? readLinuxTree : readPortableTree;
  return {
    facts: () => hostFacts(scratch),
    host,
    tree: (rootPid) => readTree(members(rootPid)),
  };
}

/** `scratch` lies on the file system whose space counts. */
export function hostFacts(scratch: string): HostFacts {
  const memory = (hasProc ? createLinuxHostReader()() : null) ?? readPortableHost();
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
