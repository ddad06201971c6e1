/**
 * The hands of the daemon on their socket, which lies in the directory of the run, so that the
 * guardian removes it with everything else.
 *
 * @spec kernel 7.1
 */
import { join } from 'node:path';
import { serveHands } from '../../actors/bridge/served-hands.ts';
import { createLocalHands } from '../../actors/hands/local-hands.ts';
import { type Result, succeed } from '../../machines/kernel/problem.ts';
import {
  bridgeSubject,
  type DaemonArguments,
  type DaemonReady,
} from '../../runtime/bridge/daemon-words.ts';
import { listenLocal } from '../../runtime/bridge/listen-local.ts';
import type { Peer } from '../../runtime/bridge/peer.ts';
import { readProcess } from '../../runtime/host/process-table.ts';
import type { SystemHost } from '../../runtime/host/system-host.ts';

/** `fail` is told when the daemon cannot go on. */
export async function openHands(
  host: SystemHost,
  { epoch, stressorsAhead }: DaemonArguments,
  fail: (reason: string) => void,
): Promise<Result<DaemonReady>> {
  const { clock, random, guard } = host;
  const hands = createLocalHands(host, { stressorsAhead });
  const served = serveHands({
    hands,
    panes: hands.panes,
    clock,
    random,
    epoch,
    onOverflow: () => fail('The head has not read for too long.'),
  });
  const path = join(guard.scratch, 'hands.sock');
  const onPeer = (peer: Peer): void => served.accept(peer);
  const server = await listenLocal({ path, speaks: bridgeSubject, clock, onPeer });
  if (!server.ok) return server;
  const { scratch, cgroup, method, pid } = guard;
  const guardian = { pid, start: readProcess(pid)?.start ?? '' };
  return succeed({ is: 'ready', socket: path, guardian, scratch, cgroup, method });
}
