/**
 * What the signals are at one tick, by the sample and by what became of the target.
 *
 * @spec timeline phase 2
 */
import type { HostSample, TreeSample } from '../../hands/samples.ts';

const mib = 2 ** 20;

/** What happened to the target so far. */
export interface TargetCounts {
  readonly crashes: number;
  readonly exits: number;
  /** Lives that are over. */
  readonly lives: number;
}

/** Every signal by its name; null where the system does not tell. */
export function signalsAt(
  sample: {
    readonly host: HostSample | null;
    readonly target: TreeSample | null;
    readonly signals?: Readonly<Record<string, number | null>>;
  },
  atMs: number,
  { crashes, exits, lives }: TargetCounts,
): Readonly<Record<string, number | null>> {
  const { host, target } = sample;
  return {
    ...sample.signals,
    cpu_load: host?.cpuLoad ?? null,
    memory_pressure: host?.memoryPressure ?? host?.memoryUsed ?? null,
    io_pressure: host?.ioPressure ?? null,
    io_latency_ms: host?.ioLatencyMs ?? null,
    crashes,
    exits,
    restarts: target === null ? Math.max(0, lives - 1) : lives,
    'target.cpu': target?.cpu ?? null,
    'target.rss_mb': target === null ? null : target.rssBytes / mib,
    'target.threads': target?.threads ?? null,
    'target.fds': target?.fds ?? null,
    elapsed_s: Math.max(0, atMs / 1000),
  };
}
