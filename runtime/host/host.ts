/**
 * The port to the world: time, chance, files, processes and sensors. The system host is the
 * real one; the simulated host is the same port on a virtual clock.
 *
 * @spec reliability simulation
 */
import type { HostFacts } from '../../machines/timeline/axis.ts';

export interface Clock {
  /** Monotonic milliseconds with a fraction, comparable across processes of this host. */
  monotonicMs(): number;
  /** Wall-clock milliseconds since 1970, an integer. */
  wallMs(): number;
  /** XState's clock shape; the handle is opaque. Never fires early. */
  setTimeout(fn: () => void, delayMs: number): unknown;
  clearTimeout(handle: unknown): void;
}

export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** A UUID of version 4. */
  uuid(): string;
  /** An independent stream that depends on this one's seed and the label only. */
  fork(label: string): Random;
}

export interface SpawnSpec {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** The whole environment of the child. */
  readonly env: Readonly<Record<string, string>>;
  /** Nice value of the child, 0 to 19. */
  readonly nice: number;
  /**
   * `own`: a session of its own, so that a Ctrl-C of the terminal does not reach it.
   * `ours`: the session of the command.
   */
  readonly session: 'own' | 'ours';
}

/** The kernel's own word on how a process ended. */
export type WaitStatus =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: string; readonly core?: boolean };

/** A child process. Callbacks are called at most once each, except `onOutput`. */
export interface Child {
  readonly pid: number;
  /** Writes one line to standard input; false when the child no longer reads. */
  write(line: string): boolean;
  onOutput(listener: (chunk: Uint8Array, stream: 'stdout' | 'stderr') => void): void;
  onExit(listener: (status: WaitStatus) => void): void;
  /** Stops reading its pipes and lets go of them, whoever still holds the other end. */
  release(): void;
}

export interface Processes {
  /** A child, or the system's error code (`ENOENT`, `EACCES`, `EAGAIN` …). */
  spawn(spec: SpawnSpec): Promise<Child | { readonly error: string }>;
  /** Sends a signal to exactly this process, checking its start time first; false when gone. */
  signal(pid: number, signal: string): boolean;
  /** Every live process that belongs to the tree or carries the run's tag, root first. */
  tree(rootPid: number): readonly number[];
}

/** Running totals and levels of one process tree. Rates are made by whoever compares two. */
export interface TreeReading {
  readonly cpuMs: number;
  readonly rssBytes: number;
  readonly readBytes: number;
  readonly writeBytes: number;
  readonly threads: number;
  readonly fds: number;
  readonly processes: number;
}

export interface HostReading {
  /** Busy and total CPU milliseconds over all cores since boot. */
  readonly cpuBusyMs: number;
  readonly cpuTotalMs: number;
  readonly memoryTotalBytes: number;
  readonly memoryAvailableBytes: number;
  /** Total stall time in milliseconds since boot (`some`), where the system tells. */
  readonly cpuStallMs?: number;
  readonly memoryStallMs?: number;
  readonly ioStallMs?: number;
}

export interface Sensors {
  facts(): HostFacts;
  host(): HostReading | null;
  /** Null when the tree is gone. */
  tree(rootPid: number): TreeReading | null;
}

export interface Host {
  readonly clock: Clock;
  readonly random: Random;
  readonly processes: Processes;
  readonly sensors: Sensors;
}
