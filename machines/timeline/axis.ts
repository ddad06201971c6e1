/**
 * The six dimensions of stress, the four named intensities, and what a dose is.
 *
 * @spec timeline terminology
 */
import { type Curve, type CurveIntensity, curveArea, curveAt, curveOver } from './curve/curve.ts';
import type { SideChain, SideChainIntensity } from './curve/side-chain.ts';
import type { Level, Percent } from './level.ts';

export const axes = ['cpu', 'memory', 'disk', 'network', 'concurrency', 'time'] as const;
export type Axis = (typeof axes)[number];

export type Intensity = Level | Percent | CurveIntensity | SideChainIntensity;

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
 * What one event asks of its axis, in the axis's unit. Where `from` and `to` differ the dose moves
 * between them over the event: along the curve, or linearly without one.
 */
export interface Dose {
  readonly unit: DoseUnit;
  readonly from: number;
  readonly to: number;
  readonly curve?: Curve;
  /** Never more than this, whatever the curve says: what a constraint allows. */
  readonly cap?: number;
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

/**
 * The dose that an intensity asks for on this host. `durationMs` is the length of the event, which
 * tells how many cycles of a curve fit into it; without it a curve is one cycle. Pure.
 */
export function doseOf(
  intensity: Intensity,
  table: DoseTable,
  host: HostFacts,
  durationMs = 0,
): Dose {
  const at = (point: Level | Percent): number => pointOf(point, table, host);
  if (typeof intensity === 'object' && 'shape' in intensity) {
    const { from, to } = intensity;
    return { unit: table.unit, from: at(from), to: at(to), ...curveOver(intensity, durationMs) };
  }
  // Nobody knows yet what the signal will say: the plan reckons with the most that it can ask.
  const value =
    typeof intensity === 'object' && 'by' in intensity
      ? Math.max(at(intensity.from), at(intensity.to))
      : at(intensity);
  return { unit: table.unit, from: value, to: value };
}

/** What a signal can ask of the axis; undefined for an intensity that no signal modulates. */
export function sideChainOf(
  intensity: Intensity,
  table: DoseTable,
  host: HostFacts,
): SideChain | undefined {
  if (typeof intensity === 'string' || !('by' in intensity)) return undefined;
  const { by, between, from, to } = intensity;
  return { by, between, from: pointOf(from, table, host), to: pointOf(to, table, host) };
}

function pointOf(point: Level | Percent, table: DoseTable, host: HostFacts): number {
  const raw = typeof point === 'string' ? table[point] : (table.full * point.percent) / 100;
  return table.unit === 'percent' ? raw : Math.max(1, Math.round(raw * factor(table, host)));
}

/** The dose asked at a moment of the event, `progress` running from 0 to 1. */
export function doseAt(dose: Dose, progress: number): number {
  const value = dose.from + (dose.to - dose.from) * curveAt(dose.curve ?? ramp, progress);
  return dose.cap === undefined ? value : Math.min(dose.cap, value);
}

/** The mean dose asked between two moments of the event: the integral over their distance. */
export function doseMean(dose: Dose, from = 0, to = 1): number {
  if (!(to > from)) return doseAt(dose, to);
  if (dose.cap !== undefined) return meanOfSamples(dose, from, to);
  const curve = dose.curve ?? ramp;
  const area = curveArea(curve, to) - curveArea(curve, from);
  return dose.from + ((dose.to - dose.from) * area) / (to - from);
}

const ramp: Curve = { shape: 'ramp' };
/** A capped curve has no closed form; its mean is taken of so many samples. */
const meanSamples = 1_000;

function meanOfSamples(dose: Dose, from: number, to: number): number {
  let sum = 0;
  for (let sample = 0; sample < meanSamples; sample += 1) {
    sum += doseAt(dose, from + ((to - from) * (sample + 0.5)) / meanSamples);
  }
  return sum / meanSamples;
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
