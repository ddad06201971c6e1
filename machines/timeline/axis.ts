/**
 * The six dimensions of stress, the four named intensities, and what a dose is.
 *
 * @spec timeline terminology
 */

export const axes = ['cpu', 'memory', 'disk', 'network', 'concurrency', 'time'] as const;
export type Axis = (typeof axes)[number];

export const levels = ['light', 'medium', 'heavy', 'extreme'] as const;
export type Level = (typeof levels)[number];

/** A share of the axis's full scale, in percent: more than 0, at most 100. */
export interface Percent {
  readonly percent: number;
}

/** Automation: the intensity moves from one share to another over the length of the event. */
export interface Ramp {
  readonly shape: 'ramp';
  readonly from: Percent | Level;
  readonly to: Percent | Level;
}

export type Intensity = Level | Percent | Ramp;

/** Units of a dose, one per axis: what the stressor measurably takes. */
export const doseUnits = {
  cpu: 'percent',
  memory: 'bytes',
  disk: 'bytes/s',
  network: 'bytes/s',
  concurrency: 'threads',
  time: 'percent',
} as const satisfies Record<Axis, string>;
export type DoseUnit = (typeof doseUnits)[Axis];

/**
 * What one event asks of its axis, in the axis's unit. `from` and `to` are equal unless the
 * intensity is a ramp; the dose moves linearly between them over the event.
 */
export interface Dose {
  readonly unit: DoseUnit;
  readonly from: number;
  readonly to: number;
}

/**
 * A dose counts when at least this share of it was delivered. The named levels lie further
 * apart than that, so an event that falls short of it was nearer to a weaker level than to its
 * own; and a loaded host takes a few percent from every stressor while it starts.
 */
export const doseShareMin = 0.8;
/** Below this share a stressor already says why it takes less: nearer to the dose than it must be. */
export const doseShareTold = 0.9;

/**
 * Threads that one event of the concurrency axis can have runnable, on whatever host: each costs
 * some megabytes and a slot in the stressor's shared memory.
 */
export const threadsPerEventMax = 255;

/** Facts about the machine that doses and plans are made for. */
export interface HostFacts {
  readonly os: string;
  readonly kernel: string;
  /** Number of cores that this process may use. */
  readonly cpus: number;
  /** Memory of the host or of the container, whichever is smaller. */
  readonly memoryBytes: number;
  readonly memoryAvailableBytes: number;
  /** Size and free space of the file system that holds the stressors' scratch files. */
  readonly diskBytes: number;
  readonly diskFreeBytes: number;
}

/** The doses of one axis as a table, strictly growing from light to extreme. */
export interface DoseTable {
  readonly axis: Axis;
  readonly unit: DoseUnit;
  /** The numbers below are absolute, per core, or shares of the host's memory. */
  readonly scale: 'absolute' | 'per-cpu' | 'share-of-memory';
  readonly light: number;
  readonly medium: number;
  readonly heavy: number;
  readonly extreme: number;
  /** What `intensity: 100%` means; percentages are linear up to it. */
  readonly full: number;
}
export type DoseTables = Readonly<Record<Axis, DoseTable>>;

/** The dose that an intensity asks for on this host. Pure. */
export function doseOf(intensity: Intensity, table: DoseTable, host: HostFacts): Dose {
  const at = (point: Level | Percent): number => {
    const raw = typeof point === 'string' ? table[point] : (table.full * point.percent) / 100;
    return table.unit === 'percent' ? raw : Math.max(1, Math.round(raw * factor(table, host)));
  };
  if (typeof intensity === 'object' && 'shape' in intensity) {
    return { unit: table.unit, from: at(intensity.from), to: at(intensity.to) };
  }
  const value = at(intensity);
  return { unit: table.unit, from: value, to: value };
}

/** The dose asked at a moment of the event, `progress` running from 0 to 1. */
export function doseAt(dose: Dose, progress: number): number {
  const along = Math.min(1, Math.max(0, progress));
  return dose.from + (dose.to - dose.from) * along;
}

function factor(table: DoseTable, host: HostFacts): number {
  switch (table.scale) {
    case 'absolute':
      return 1;
    case 'per-cpu':
      return host.cpus;
    case 'share-of-memory':
      return host.memoryBytes;
  }
}
