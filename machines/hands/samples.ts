/**
 * What the sampler says about the host and about the target's process tree at one tick. Rates
 * are over the time since the tick before; a figure that the system does not give is null.
 *
 * @spec timeline execution semantics
 */

export interface HostSample {
  /** Share of all cores that was busy, 0 to 1. */
  readonly cpuLoad: number | null;
  /** Share of memory that is not available, 0 to 1. */
  readonly memoryUsed: number | null;
  /** Share of the time in which some task waited for CPU, memory or I/O, 0 to 1. */
  readonly cpuPressure: number | null;
  readonly memoryPressure: number | null;
  readonly ioPressure: number | null;
  /** Mean time that a request to a disk took, 0 without any; absent where the system is silent. */
  readonly ioLatencyMs?: number | null | undefined;
}

/** Pressure of one control group: shares of time in which some task of it waited, 0 to 1. */
export interface GroupPressure {
  readonly cpu: number | null;
  readonly memory: number | null;
  readonly io: number | null;
}

export interface TreeSample {
  /** Cores that the tree used: 1 is one core for the whole time. */
  readonly cpu: number | null;
  readonly rssBytes: number;
  readonly readBytesPerS: number | null;
  readonly writeBytesPerS: number | null;
  readonly threads: number;
  readonly fds: number;
  readonly processes: number;
  /** Of the target's own control group; absent where the system keeps none. */
  readonly pressure?: GroupPressure;
}
