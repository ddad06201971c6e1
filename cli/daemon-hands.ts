/**
 * Hands in a daemon of their own, for a head in this process.
 *
 * @spec kernel 7.1
 * @spec reliability orphans
 */
import { createRemoteHands, type RemoteHands } from '../actors/bridge/remote-hands.ts';
import type { Leftover } from '../machines/hands/messages.ts';
import { type Result, succeed } from '../machines/kernel/problem.ts';
import { type DaemonProcess, startDaemonProcess } from '../runtime/bridge/daemon-process.ts';
import type { HostFiles } from '../runtime/guardian/dead-host.ts';
import type { Clock, Random } from '../runtime/host/host.ts';
import { entriesOf } from './entries.ts';

/** A daemon that is let go ends within milliseconds. */
const releasePatienceMs = 2_000;

export interface DaemonHands {
  readonly hands: RemoteHands;
  readonly daemon: DaemonProcess;
  readonly epoch: number;
  /** Ends the daemon and makes sure that nothing of it is left; says what is all the same. */
  end(): Promise<readonly Leftover[]>;
}

export interface DaemonHandsOptions {
  readonly clock: Clock;
  readonly random: Pick<Random, 'uuid'>;
  readonly seed: number;
  readonly stressorsAhead: number;
  /** Of the daemon before, 0 where there was none. */
  readonly epochBefore?: number;
  /** What is to be removed when a host is killed; null for a run. */
  readonly hostFiles?: HostFiles | null;
  /** Where its socket is reached; the socket itself, unless something stands before it. */
  readonly way?: (socket: string) => Promise<string>;
}

/** Refused with `DAEMON_FAILED`, `GUARDIAN_FAILED`, or what kept the socket from being made. */
export async function startDaemonHands(options: DaemonHandsOptions): Promise<Result<DaemonHands>> {
  const { clock, random, seed, stressorsAhead, epochBefore = 0, hostFiles = null } = options;
  const epoch = Math.max(epochBefore + 1, clock.wallMs());
  const { daemon: entry, stressor: stressorEntry, guardian: guardianEntry } = entriesOf();
  const started = await startDaemonProcess({
    ...{ entry, stressorEntry, guardianEntry, clock },
    ...{ runId: random.uuid(), epoch, seed, stressorsAhead, hostFiles },
  });
  if (!started.ok) return started;
  const daemon = started.value;
  const { socket } = daemon.ready;
  const path = options.way === undefined ? socket : await options.way(socket);
  const hands = createRemoteHands({
    clock,
    epoch,
    connect: () => daemon.connect(path),
    sweep: () => daemon.sweep(),
    orphanGuard: daemon.ready.method,
  });
  let isClosed = false;
  hands.onAnswer(({ is }) => {
    isClosed ||= is === 'hands.closed';
  });
  daemon.onEnded((reason) => hands.gone(reason));
  hands.open();
  return succeed({
    hands,
    daemon,
    epoch,
    async end() {
      hands.close();
      await daemon.release(releasePatienceMs);
      return isClosed ? [] : daemon.sweep();
    },
  });
}
