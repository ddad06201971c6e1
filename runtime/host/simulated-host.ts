/**
 * The same port as the real host, on a virtual clock and with programs that are functions. What
 * runs above it (hands, actors, kernel) is the real thing; only the world is played.
 *
 * @spec reliability simulation
 */
import type { Leftover } from '../../machines/hands/messages.ts';
import type { HostFacts } from '../../machines/timeline/axis.ts';
import type { Guard, Host, Probes, Sensors } from './host.ts';
import { searchLines } from './line-search.ts';
import { createSeededRandom } from './random.ts';
import { createSimulatedProcesses, type SimulatedProcesses } from './simulated-processes.ts';
import type { SimulatedProgram } from './simulated-program.ts';
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts';

export interface SimulatedHostOptions {
  readonly seed: number;
  /** What each command does, by its name; any other command is `ENOENT`. */
  readonly programs: Readonly<Record<string, SimulatedProgram>>;
  /** What the target does, whatever it is called. */
  readonly target?: SimulatedProgram;
  readonly facts?: Partial<HostFacts>;
  /** Virtual time that a spawn takes. */
  readonly spawnMs?: number;
  /** The n-th spawn, from 1, fails with this code. */
  readonly spawnErrors?: Readonly<Record<number, string>>;
  /** Instant at which the guardian dies. */
  readonly guardLostAtMs?: number;
  /** The guardian never says that it is done. */
  readonly guardNeverCloses?: boolean;
}

export interface SimulatedHost extends Host {
  readonly clock: VirtualClock;
  readonly processes: SimulatedProcesses;
}

/** The command name that the simulated host starts stressors by. */
export const simulatedStressor = 'ambush-stressor';

const gib = 2 ** 30;

/** A small server: two cores, 8 GiB, half of it free. */
export const simulatedFacts: HostFacts = {
  os: 'simulated',
  kernel: 'simulated 1',
  cpus: 2,
  memoryBytes: 8 * gib,
  memoryAvailableBytes: 4 * gib,
  diskBytes: 100 * gib,
  diskFreeBytes: 50 * gib,
};

export function createSimulatedHost(options: SimulatedHostOptions): SimulatedHost {
  const clock = createVirtualClock();
  const random = createSeededRandom(options.seed);
  const facts: HostFacts = { ...simulatedFacts, ...options.facts };
  const processes = createSimulatedProcesses({
    clock,
    random: random.fork('processes'),
    programs: options.programs,
    target: options.target,
    spawnMs: options.spawnMs ?? 20,
    spawnErrors: options.spawnErrors ?? {},
  });
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  return {
    clock,
    random,
    processes,
    sensors: simulatedSensors(clock, processes, facts),
    probes: simulatedProbes(clock, processes),
    search: searchLines,
    guard: simulatedGuard(clock, processes, options),
    stressor: { command: simulatedStressor, args: [] },
    decode: (bytes) => decoder.decode(bytes),
    encode: (text) => encoder.encode(text),
    base64: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'),
  };
}

function simulatedSensors(
  clock: VirtualClock,
  processes: SimulatedProcesses,
  facts: HostFacts,
): Sensors {
  return {
    facts: () => facts,
    host() {
      const cpuTotalMs = clock.now() * facts.cpus;
      return {
        cpuBusyMs: Math.min(cpuTotalMs, processes.cpuMs()),
        cpuTotalMs,
        memoryTotalBytes: facts.memoryBytes,
        memoryAvailableBytes: Math.max(0, facts.memoryAvailableBytes - processes.rssBytes()),
        cpuStallMs: 0,
        memoryStallMs: 0,
        ioStallMs: 0,
      };
    },
    tree: (rootPid) => processes.reading(rootPid),
  };
}

function simulatedProbes(clock: VirtualClock, processes: SimulatedProcesses): Probes {
  const answer = (timeoutMs: number): Promise<string | null> =>
    new Promise((resolve) => {
      if (processes.anyAnswers()) resolve(null);
      else clock.setTimeout(() => resolve(`no answer within ${timeoutMs} ms`), timeoutMs);
    });
  return {
    tcp: (_port, timeoutMs) => answer(timeoutMs),
    http: (_url, timeoutMs) => answer(timeoutMs),
    page: async () => ({ error: 'no page in a simulated world' }),
  };
}

function simulatedGuard(
  clock: VirtualClock,
  processes: SimulatedProcesses,
  { guardLostAtMs, guardNeverCloses }: SimulatedHostOptions,
): Guard {
  return {
    method: 'simulated',
    scratch: '/simulated/scratch',
    onLost(listener) {
      if (guardLostAtMs === undefined) return;
      clock.setTimeout(() => listener('the guardian ended unexpectedly'), guardLostAtMs);
    },
    async close() {
      if (guardNeverCloses) await new Promise(() => {});
      const leftovers: Leftover[] = [];
      for (const pid of processes.alive()) {
        processes.signal(pid, 'SIGKILL');
      }
      for (const pid of processes.alive()) {
        leftovers.push({ kind: 'process', name: String(pid), reason: 'survived SIGKILL' });
      }
      return leftovers;
    },
  };
}
