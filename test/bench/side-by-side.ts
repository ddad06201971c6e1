/**
 * Costs of several calls, taken in turns in many short rounds. What counts is the CPU time of this
 * process, since on a shared machine the wall clock measures the neighbours; its garbage
 * collector and compiler are in it.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { median, quantile } from './bench.ts';

/** Longer than the longest chain of promises that a peer leaves behind. */
const promiseTurns = 20;

/** Nanoseconds of one call. */
export interface Cost {
  readonly median: number;
  readonly least: number;
}

export interface Case {
  /** Calls in one run of `work`; 1 unless it says otherwise. */
  readonly calls?: number;
  readonly work: () => void;
}

export async function costsOf<Name extends string>(
  cases: Readonly<Record<Name, Case>>,
  rounds: number,
  perRound: number,
): Promise<Readonly<Record<Name, Cost>>> {
  const names = Object.keys(cases) as Name[];
  const taken = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const { work, calls = 1 } = cases[name];
      const before = process.cpuUsage();
      for (let at = 0; at < perRound; at += 1) work();
      // What a call leaves to promises is part of its cost.
      for (let turn = 0; turn < promiseTurns; turn += 1) await null;
      const { user, system } = process.cpuUsage(before);
      taken.get(name)?.push(((user + system) * 1_000) / (perRound * calls));
    }
    // What waits for a timer is not counted, but must not pile up.
    await new Promise((resolve) => setImmediate(resolve));
  }
  const costs = names.map((name) => {
    // The first rounds are those of the compiler.
    const warm = (taken.get(name) ?? []).slice(Math.floor(rounds / 5));
    return [name, { median: median(warm), least: quantile(warm, 0) }] as const;
  });
  return Object.fromEntries(costs) as Readonly<Record<Name, Cost>>;
}

export interface Latencies {
  /** Sorted microseconds of each call. */
  readonly wall: Float64Array;
  /** The same without the time in which the machine did something else. */
  readonly cpu: Float64Array;
}

export function latenciesOf(count: number, call: (at: number) => void): Latencies {
  const wall = new Float64Array(count);
  const cpu = new Float64Array(count);
  for (let at = 0; at < count; at += 1) {
    const before = process.cpuUsage();
    const began = performance.now();
    call(at);
    wall[at] = (performance.now() - began) * 1_000;
    const { user, system } = process.cpuUsage(before);
    cpu[at] = user + system;
  }
  return { wall: wall.sort(), cpu: cpu.sort() };
}

/** The percentiles of sorted values, with their names as figures. */
export function percentiles(
  name: string,
  { wall, cpu }: Latencies,
): Readonly<Record<string, number>> {
  return { ...shares(name, wall), ...shares(`${name}_cpu`, cpu) };
}

function shares(name: string, sorted: Float64Array): Readonly<Record<string, number>> {
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    [`${name}_p50_us`]: at(0.5),
    [`${name}_p95_us`]: at(0.95),
    [`${name}_p99_us`]: at(0.99),
    [`${name}_p999_us`]: at(0.999),
    [`${name}_longest_us`]: at(1),
  };
}

/** Bytes that are still held after a full collection: objects and array buffers. */
export function bytesHeld(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // Array buffers are given back after the collection that found them dead.
  for (let time = 0; time < 3; time += 1) collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
