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
      let before = read();
      let last = Math.max(0, tickAt(before.atMs));
      const wait = (tick: number): void => {
        const dueMs = originMs + tick * cadenceMs;
        timer = host.clock.setTimeout(fire, Math.max(0, dueMs - host.clock.monotonicMs()));
      };
      const fire = (): void => {
        const beganMs = host.clock.monotonicMs();
        const tick = Math.max(last + 1, tickAt(beganMs));
        const now = read();
        const overheadMs = host.clock.monotonicMs() - beganMs;
        const missed = tick - last - 1;
        const samples = { ...samplesOf(before, now), ...signals.values() };
        before = now;
        last = tick;
        wait(tick + 1);
        answers.give({ meta, is: 'sampled', tick, atMs: beganMs, missed, overheadMs, ...samples });
      };
      wait(last + 1);
    },
  };
}

function samplesOf(before: Reading, now: Reading) {
  const elapsedMs = now.atMs - before.atMs;
  const sameTree = before.rootPid === now.rootPid ? before.tree : null;
  return {
    host: hostSample(before.host, now.host, elapsedMs),
    target: treeSample(sameTree, now.tree, elapsedMs),
  };
}
