/**
 * Starts the host in the background, a session of its own, and waits until it answers or says why
 * it cannot. Two that start one at the same time have one: the second is told that it is there.
 *
 * @spec kernel 7
 * @spec reliability orphans
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type HeadOrders, noOrders } from '../machines/control/head-orders.ts';
import { type Problem, type Result, refuse, succeed } from '../machines/kernel/problem.ts';
import { openPrivateDirectory } from '../runtime/bridge/private-directory.ts';
import { type Holder, lockOf } from '../runtime/bridge/socket-lock.ts';
import { forgetOnceDead, type HostFiles } from '../runtime/guardian/dead-host.ts';
import { createSystemClock } from '../runtime/host/clock.ts';
import type { Clock } from '../runtime/host/host.ts';
import { readProcess } from '../runtime/host/process-table.ts';
import { entriesOf } from './entries.ts';
import { headWord } from './head-word.ts';
import { connectHost, type HostLink, hostSocket } from './host-link.ts';
import type { Io } from './io.ts';

/** Between its lock and its socket a host does next to nothing. */
const listenPatienceMs = 5_000;
const lookEveryMs = 20;

export interface Started {
  readonly link: HostLink;
  /** It was there already. */
  readonly wasRunning: boolean;
}

/** The host of this user, started if need be. */
export async function hostOf(io: Io, orders: HeadOrders = noOrders): Promise<Result<Started>> {
  const there = await connectHost(io.env);
  if (there.ok) return succeed({ link: there.value, wasRunning: true });
  if (there.problems[0]?.code !== 'HOST_NOT_RUNNING') return there;
  const problems = await startHost(io, orders);
  // Somebody else was faster: theirs is as good.
  const isRaced = problems.some(({ code }) => code === 'SOCKET_IN_USE');
  if (problems.length > 0 && !isRaced) return refuse(problems);
  const link = await connectSoon(io);
  return link.ok ? succeed({ link: link.value, wasRunning: isRaced }) : link;
}

/** The faster one holds the lock a moment before it listens. */
async function connectSoon(io: Io): Promise<Result<HostLink>> {
  const clock = createSystemClock();
  const beganMs = clock.monotonicMs();
  for (;;) {
    const link = await connectHost(io.env);
    const isLate = clock.monotonicMs() - beganMs >= listenPatienceMs;
    if (link.ok || isLate || link.problems[0]?.code !== 'HOST_NOT_RUNNING') return link;
    await new Promise<void>((resolve) => void clock.setTimeout(resolve, lookEveryMs));
  }
}

async function startHost(io: Io, orders: HeadOrders): Promise<readonly Problem[]> {
  const errors = openErrors(io);
  if (!errors.ok) return errors.problems;
  const child = spawn(process.execPath, [entriesOf().head, JSON.stringify(orders)], {
    cwd: '/',
    detached: true,
    env: definedOf(io.env),
    stdio: ['ignore', 'pipe', errors.value ?? 'ignore'],
  });
  if (errors.value !== null) closeSync(errors.value);
  const { pid = 0 } = child;
  const host = { pid, start: readProcess(pid)?.start ?? '' };
  const clock = createSystemClock();
  try {
    const { problems, isLost } = await headWord(child, clock);
    if (isLost) await endLost(child, host, io, clock);
    return problems;
  } finally {
    child.stdout?.destroy();
    child.unref();
  }
}

/** A host that did not come up must not stay, nor anything of it but its last words. */
async function endLost(child: ChildProcess, host: Holder, io: Io, clock: Clock): Promise<void> {
  child.kill('SIGKILL');
  await forgetOnceDead(filesOf(host, io.env, clock));
}

/** A file for what a host that breaks has to say; null where there is no directory for it. */
function openErrors(io: Io): Result<number | null> {
  if (process.platform === 'win32') return succeed(null);
  const directory = openPrivateDirectory(dirname(hostSocket(io.env)));
  if (!directory.ok) return directory;
  return succeed(openSync(errorsPath(io.env), 'w', 0o600));
}

/** Removes the file again when nothing was said there. */
export function forgetErrors(env: Io['env']): void {
  const path = errorsPath(env);
  if (statSync(path, { throwIfNoEntry: false })?.size === 0) rmSync(path, { force: true });
}

function errorsPath(env: Io['env']): string {
  return join(dirname(hostSocket(env)), 'head.err');
}

/** What a host has beside its socket until it ends; null on Windows, where it has nothing. */
export function filesOf(host: Holder, env: Io['env'], clock: Clock): HostFiles | null {
  if (process.platform === 'win32') return null;
  const socket = hostSocket(env);
  const files = [socket, errorsPath(env)];
  // The time of a file has parts of a millisecond.
  return { host, lock: lockOf(socket), files, madeBeforeMs: clock.wallMs() + 1 };
}

function definedOf(env: Io['env']): Record<string, string> {
  const known = Object.entries(env).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as Record<string, string>;
}
