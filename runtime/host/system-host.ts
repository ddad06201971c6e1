/**
 * The real host. The guardian is started first, so that nothing of a run ever exists unguarded.
 *
 * @spec reliability simulation
 */
import { randomUUID } from 'node:crypto';
import { type Result, succeed } from '../../machines/kernel/problem.ts';
import type { HostFiles } from '../guardian/dead-host.ts';
import { createSystemClock } from './clock.ts';
import { type SystemGuard, startGuard } from './guard.ts';
import type { Host } from './host.ts';
import { searchLines } from './line-search.ts';
import { systemProbes } from './probes.ts';
import { createProcesses } from './processes.ts';
import { createSystemRandom } from './random.ts';
import { createSensors } from './sensors.ts';

export interface SystemHost extends Host {
  readonly guard: SystemGuard;
}

export interface SystemHostOptions {
  /** What the processes of the run are tagged with; one is made where none is given. */
  readonly runId?: string;
  readonly seed: number;
  /** JavaScript file of the stressor process. */
  readonly stressorEntry: string;
  /** JavaScript file of the guardian process. */
  readonly guardianEntry: string;
  /** What the host has whose hands these are; null where they are those of a run. */
  readonly hostFiles?: HostFiles | null;
}

/** Refused with `GUARDIAN_FAILED` where no guardian can be started or no directory be made. */
export async function createSystemHost(options: SystemHostOptions): Promise<Result<SystemHost>> {
  const { runId = randomUUID(), hostFiles = null } = options;
  const guard = await startGuard(options.guardianEntry, runId, hostFiles);
  if (!guard.ok) return guard;
  const processes = createProcesses(runId, guard.value);
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  return succeed({
    clock: createSystemClock(),
    random: createSystemRandom(options.seed),
    processes,
    sensors: createSensors(
      guard.value.scratch,
      processes.members,
      guard.value.cgroup?.target ?? null,
    ),
    probes: systemProbes,
    search: searchLines,
    guard: guard.value,
    stressor: { command: process.execPath, args: [options.stressorEntry] },
    decode: (bytes) => decoder.decode(bytes),
    encode: (text) => encoder.encode(text),
    base64: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'),
  });
}
