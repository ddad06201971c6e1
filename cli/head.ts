/**
 * The head in the background, put together: the socket first, so that there is never a second one;
 * then the guardian, the hands, the log and the kernel.
 *
 * @spec kernel 7
 * @spec reliability orphans
 */
import { statSync } from 'node:fs';
import { createPaneHost } from '../actors/host/pane-host.ts';
import { createKernel } from '../actors/kernel/kernel.ts';
import type { HeadOrders } from '../machines/control/head-orders.ts';
import { controlSpeech } from '../machines/control/requests.ts';
import type { Contract } from '../machines/kernel/contract.ts';
import { type Problem, type Result, refuse, succeed } from '../machines/kernel/problem.ts';
import { type LocalServer, listenLocal } from '../runtime/bridge/listen-local.ts';
import type { Peer } from '../runtime/bridge/peer.ts';
import { ourselves } from '../runtime/bridge/socket-lock.ts';
import { createSystemClock } from '../runtime/host/clock.ts';
import { createSeededRandom, createSystemRandom } from '../runtime/host/random.ts';
import { createPromotionShelf, recordsDirectory } from '../runtime/record/promotion-shelf.ts';
import { openSessionLog, type SessionLog } from '../runtime/record/session-log.ts';
import { exitCodes } from './exit-codes.ts';
import { contractsOf } from './head-contracts.ts';
import { type HeadHands, openHeadHands } from './head-hands.ts';
import { hostSocket } from './host-link.ts';
import { filesOf, forgetErrors } from './start-host.ts';
import { versionOf } from './version.ts';

export interface HeadWorld {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
  /** Whose contracts are being loaded, which may take for ever; null when all are. */
  readonly onLoading: (name: string | null) => void;
}

export interface Head {
  /** Ends in order. */
  stop(): void;
  /** Exit status, when all is ended. */
  readonly done: Promise<number>;
}

/** The problems that kept it from starting, and then nothing of it is left. */
export async function runHead(orders: HeadOrders, world: HeadWorld): Promise<Result<Head>> {
  const early: Peer[] = [];
  let join = (peer: Peer): void => void early.push(peer);
  const clock = createSystemClock();
  const path = hostSocket(world.env);
  const server = await listenLocal({
    ...{ path, speaks: controlSpeech, clock },
    onPeer: (peer) => join(peer),
  });
  if (!server.ok) return server;
  const ground = await openGround(orders, world);
  if (!ground.ok) {
    server.value.close();
    forgetErrors(world.env);
    return ground;
  }
  const head = startHead(orders, world, server.value, ground.value);
  join = head.join;
  for (const peer of early) join(peer);
  return succeed(head);
}

interface Ground {
  readonly hands: HeadHands;
  readonly log: SessionLog | null;
  readonly contracts: readonly Contract[];
}

async function openGround(
  orders: HeadOrders,
  { env, onLoading }: HeadWorld,
): Promise<Result<Ground>> {
  const [clock, random] = [createSystemClock(), createSystemRandom(0)];
  const contracts = await contractsOf(orders.contracts, clock, onLoading);
  if (!contracts.ok) return contracts;
  const log = logOf(orders);
  if (!log.ok) return log;
  const hostFiles = () => filesOf(ourselves(), env, clock);
  const hands = await openHeadHands({ clock, random, hostFiles });
  if (hands.ok) return succeed({ hands: hands.value, log: log.value, contracts: contracts.value });
  log.value?.close();
  return hands;
}

function logOf({ log, logName }: HeadOrders): Result<SessionLog | null> {
  if (log === null) return succeed(null);
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > 0) {
    return refuse([usedLog(logName ?? log)]);
  }
  const world = { clock: createSystemClock(), random: createSystemRandom(0) };
  const opened = openSessionLog(log, world, { by: `ambush ${versionOf()}` });
  return 'error' in opened ? refuse([unusableLog(logName ?? log, opened.error)]) : succeed(opened);
}

function startHead(
  orders: HeadOrders,
  { env, pid }: HeadWorld,
  server: LocalServer,
  { hands, log, contracts }: Ground,
): Head & { readonly join: (peer: Peer) => void } {
  const [clock, random] = [createSystemClock(), createSystemRandom(0)];
  const kernel = createKernel({
    ...{ clock, random, seeded: createSeededRandom, panes: [], hands: hands.terminals },
    ...(log === null ? {} : { log }),
  });
  for (const contract of contracts) kernel.registerContract({ ...contract, mode: 'shadow' });
  const startedAt = new Date(clock.wallMs()).toISOString();
  const sessionId = random.uuid();
  const facts = { pid, version: versionOf(), startedAt, sessionId, log: orders.logName };
  let settle: (status: number) => void = () => {};
  const done = new Promise<number>((resolve) => {
    settle = resolve;
  });
  const host = createPaneHost({
    ...{ kernel, hands: hands.terminals, clock, random, facts },
    registered: contracts,
    shelf: createPromotionShelf(recordsDirectory(env)),
    bridge: hands.bridge,
    later: (work) => void clock.setTimeout(work, 0),
    ...(log === null ? {} : { keepSafe: () => log.flush() }),
    onStopped: () => void end(),
  });
  hands.onLost(() => host.handsLost());
  const end = async (): Promise<void> => {
    const isClean = await hands.close();
    const isWhole = (log?.close() ?? null) === null;
    server.close();
    forgetErrors(env);
    settle(isClean ? (isWhole ? exitCodes.pass : exitCodes.internalError) : exitCodes.notRestored);
  };
  return { done, stop: () => host.stop(false), join: (peer) => host.join(peer) };
}

/** The same words start the host again after a crash, and would take away what tells of it. */
function usedLog(log: string): Problem {
  return {
    code: 'LOG_EXISTS',
    message: `Expected a log that is new or empty, got ${log}, which holds a session.`,
    where: { path: '--log' },
    hint: `Try another name; \`ambush events ${log}\` reads this one.`,
  };
}

function unusableLog(log: string, error: string): Problem {
  return {
    code: 'UNUSABLE_DESTINATION',
    message: `Expected a file that can be written, got ${log} (${error}).`,
    where: { path: '--log' },
    hint: 'Try another place.',
  };
}
