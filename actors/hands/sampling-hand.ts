/**
 * Ticks at a fixed cadence from an absolute origin, so that it never drifts; a tick that comes
 * too late counts those it skipped. It measures what the reading itself costs.
 *
 * @spec timeline execution semantics
 */
import {
  type HostReading,
  hostSample,
  type TreeReading,
  treeSample,
} from '../../machines/hands/rates.ts';
import type { KernelMeta } from '../../machines/kernel/envelope.ts';
import type { Host } from '../../runtime/host/host.ts';
import type { Answers } from './answers.ts';
import type { SignalHand } from './signal-hand.ts';

export interface SamplingHand {
  start(meta: KernelMeta, originMs: number, cadenceMs: number): void;
  stop(): void;
}

export interface SampledTarget {
  /** Root of the living target's tree, or null. */
  rootPid(): number | null;
  /** Each reading, for the peak of the life. */
  noticed(reading: TreeReading): void;
}

interface Reading {
  readonly atMs: number;
  readonly host: HostReading | null;
  readonly tree: TreeReading | null;
  readonly rootPid: number | null;
}

/** A sampler that fails so often within this time is not asked again: its signals have no figure. */
export const failuresMax = 5;
export const failuresWithinMs = 30_000;

export function createSamplingHand(
  host: Host,
  answers: Answers,
  target: SampledTarget,
  signals: Pick<SignalHand, 'values'>,
): SamplingHand {
  let timer: unknown;
  const stop = (): void => {
    if (timer !== undefined) host.clock.clearTimeout(timer);
    timer = undefined;
  };
  let failures: readonly number[] = [];
  /** The reading, or why there is none. */
  const tryRead = (): Reading | { readonly failure: string } => {
    const atMs = host.clock.monotonicMs();
    if (failures.length >= failuresMax) {
      const within = `${failuresMax} times within ${failuresWithinMs / 1_000} s`;
      return { failure: `the sampler failed ${within}, and is not asked again` };
    }
    try {
      return read();
    } catch (error) {
      failures = [...failures.filter((one) => atMs - one < failuresWithinMs), atMs];
      return { failure: `the sampler failed: ${textOf(error)}` };
    }
  };
  const read = (): Reading => {
    const rootPid = target.rootPid();
    const tree = rootPid === null ? null : host.sensors.tree(rootPid);
    if (tree !== null) target.noticed(tree);
    return { atMs: host.clock.monotonicMs(), host: host.sensors.host(), tree, rootPid };
  };
  return {
    stop,
    start(meta, originMs, cadenceMs) {
      stop();
      const tickAt = (atMs: number): number => Math.floor((atMs - originMs) / cadenceMs);
      failures = [];
      let before: Reading | null = null;
      let last = Math.max(0, tickAt(host.clock.monotonicMs()));
      const first = tryRead();
      if (!('failure' in first)) before = first;
      const wait = (tick: number): void => {
        const dueMs = originMs + tick * cadenceMs;
        timer = host.clock.setTimeout(fire, Math.max(0, dueMs - host.clock.monotonicMs()));
      };
      const fire = (): void => {
        const beganMs = host.clock.monotonicMs();
        const tick = Math.max(last + 1, tickAt(beganMs));
        const now = tryRead();
        const overheadMs = host.clock.monotonicMs() - beganMs;
        const missed = tick - last - 1;
        const figures = 'failure' in now ? { ...nothing, ...now } : samplesOf(before, now);
        const samples = { ...figures, ...signals.values() };
        before = 'failure' in now ? null : now;
        last = tick;
        wait(tick + 1);
        answers.give({ meta, is: 'sampled', tick, atMs: beganMs, missed, overheadMs, ...samples });
      };
      wait(last + 1);
    },
  };
}

const nothing = { host: null, target: null } as const;

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Without a reading before there are no rates. */
function samplesOf(before: Reading | null, now: Reading) {
  const elapsedMs = before === null ? 0 : now.atMs - before.atMs;
  const sameTree = before !== null && before.rootPid === now.rootPid ? before.tree : null;
  return {
    host: hostSample(before?.host ?? null, now.host, elapsedMs),
    target: treeSample(sameTree, now.tree, elapsedMs),
  };
}
